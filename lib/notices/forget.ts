import { and, inArray, isNotNull, lt, or, sql } from "drizzle-orm";

import { notices } from "@/db/schema/jobs";

import { deleteOverAge } from "../kernel/delete-over-age";

const READ_DAYS = 180;
/** Also unread ones end: a list must not grow without bound. */
const ANY_DAYS = 400;
const AT_ONCE = 500;

const daysAgo = (days: number) => sql`now() - make_interval(days => ${days})`;

/** Deletes notices over age, a few at a time. @returns how many */
export function forgetNotices(signal: AbortSignal = new AbortController().signal): Promise<number> {
  return deleteOverAge(signal, AT_ONCE, async (db, atMost) => {
    const over = db
      .select({ id: notices.id })
      .from(notices)
      .where(
        or(
          and(isNotNull(notices.readAt), lt(notices.createdAt, daysAgo(READ_DAYS))),
          lt(notices.createdAt, daysAgo(ANY_DAYS)),
        ),
      )
      .limit(atMost)
      .for("update", { skipLocked: true });
    const deleted = await db.delete(notices).where(inArray(notices.id, over));
    return deleted.rowCount ?? 0;
  });
}
