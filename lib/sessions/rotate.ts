import { randomBytes } from "node:crypto";
import { and, eq, isNotNull, sql } from "drizzle-orm";

import { sessions } from "@/db/schema/users";

import { sessionHash } from "./start";
import { unrecorded } from "../kernel/unrecorded";

/**
 * Gives a session whose person got another profile a new token; the old one ends a minute later. Of several requests
 * at once one rotates.
 * @returns the new token, or null where there was nothing to rotate
 */
export function rotateSession(token: string): Promise<string | null> {
  const next = randomBytes(32).toString("base64url");
  return unrecorded("session", async (db) => {
    const changed = await db
      .update(sessions)
      .set({
        idHash: sessionHash(next),
        previousIdHash: sessionHash(token),
        rotatedAt: sql`now()`,
        rotateRequestedAt: null,
      })
      .where(and(eq(sessions.idHash, sessionHash(token)), isNotNull(sessions.rotateRequestedAt)))
      .returning({ publicId: sessions.publicId });
    return changed.length === 1 ? next : null;
  });
}
