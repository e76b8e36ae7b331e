import { and, eq, sql } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { sessions } from "@/db/schema/users";

import type { AuditEntry } from "../../domain/record/audit-event";
import { IS_OPEN_SESSION } from "./open-session";

/** Ends a person's live sessions. @returns what goes on the person's record */
export async function endSessionsOf(
  tx: Transaction,
  userId: string,
  reason: string | null = null,
  sessionId?: string,
): Promise<AuditEntry[]> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(sessions.userId, userId),
        IS_OPEN_SESSION,
        sessionId === undefined ? undefined : eq(sessions.publicId, sessionId),
      ),
    )
    .returning({ id: sessions.publicId });
  return ended.map(({ id }) => ({
    action: "session.revoked",
    subject: { kind: "session", id, name: "Session" },
    reason,
  }));
}
