import { and, eq, isNull, sql } from "drizzle-orm";

import { sessions } from "@/db/schema/users";

import { notFound } from "../domain/errors";
import type { SessionContext } from "../kernel/context";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";

/** Ends one of the person's own sessions; ending it again changes nothing. @throws DomainError not_found */
export function revokeSession(ctx: SessionContext, sessionId: string): Promise<void> {
  return change(byPerson(ctx), [], async (tx) => {
    const mine = and(eq(sessions.publicId, sessionId), eq(sessions.userId, ctx.user.id));
    const [session] = await tx
      .select({ revokedAt: sessions.revokedAt })
      .from(sessions)
      .where(mine)
      .for("update");
    if (!session) throw notFound();
    if (session.revokedAt) return { value: undefined, audit: "unchanged" };
    await tx
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(and(mine, isNull(sessions.revokedAt)));
    return {
      value: undefined,
      audit: { action: "session.revoked", subject: { kind: "session", id: sessionId, name: "Session" } },
    };
  });
}
