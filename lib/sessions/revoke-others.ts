import { and, eq, ne, sql } from "drizzle-orm";

import { sessions } from "@/db/schema/users";

import type { AuditEntry } from "../domain/record/audit-event";
import type { SessionContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";
import { IS_OPEN_SESSION } from "../kernel/people/open-session";

/** Ends every session of the person but the one that asks; each is on the record. Where there is none, nothing is done. */
export function revokeOtherSessions(ctx: SessionContext): Promise<void> {
  return change(byPerson(ctx), [], async (tx) => {
    const ended = await endOtherSessions(tx, ctx);
    return { value: undefined, audit: ended.length === 0 ? "unchanged" : ended };
  });
}

/** Ends every session of the person but one, inside another change. @returns what goes on the record */
export async function endOtherSessions(tx: Transaction, ctx: SessionContext): Promise<AuditEntry[]> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(sessions.userId, ctx.user.id), ne(sessions.publicId, ctx.sessionId), IS_OPEN_SESSION))
    .returning({ id: sessions.publicId });
  return ended.map(({ id }) => ({
    action: "session.revoked",
    subject: { kind: "session", id, name: "Session" },
  }));
}
