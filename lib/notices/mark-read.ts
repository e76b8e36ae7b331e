import { and, eq, isNull, lte, sql } from "drizzle-orm";

import { notices } from "@/db/schema/jobs";

import { notFound } from "../domain/errors";
import type { SessionContext } from "../kernel/context";
import { unrecorded } from "../kernel/unrecorded";

/*
 * That somebody has read something is no change of what is on the record: like the time at which a session was last
 * seen, it is written without an audit event.
 */

/** Marks one of the person's own notices as read or unread; doing it again changes nothing. @throws DomainError not_found */
export function markNotice(ctx: SessionContext, noticeId: string, isRead: boolean): Promise<void> {
  return unrecorded("notice", async (db) => {
    const marked = await db
      .update(notices)
      .set({ readAt: isRead ? sql`coalesce(${notices.readAt}, now())` : null })
      .where(and(eq(notices.id, noticeId), eq(notices.userId, ctx.user.id)))
      .returning({ id: notices.id });
    if (marked.length === 0) throw notFound();
  });
}

/** Marks what the person has seen as read; what came meanwhile stays unread. */
export function markNoticesRead(ctx: SessionContext, upTo: string): Promise<void> {
  return unrecorded("notice", async (db) => {
    await db
      .update(notices)
      .set({ readAt: sql`now()` })
      .where(and(eq(notices.userId, ctx.user.id), isNull(notices.readAt), lte(notices.id, upTo)));
  });
}
