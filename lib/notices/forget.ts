import { and, inArray, isNotNull, lt, or, sql } from "drizzle-orm";

import { notices } from "@/db/schema/jobs";

import { ask } from "../kernel/read";

const READ_DAYS = 180;
/** Also unread ones end: a list must not grow without bound. */
const ANY_DAYS = 400;
const AT_ONCE = 500;

const daysAgo = (days: number) => sql`now() - make_interval(days => ${days})`;

/** Deletes notices over age, a few at a time. @returns how many */
export async function forgetNotices(signal: AbortSignal = new AbortController().signal): Promise<number> {
  let forgotten = 0;
  while (!signal.aborted) {
    const deleted = await ask((db) => {
      const old = db
        .select({ id: notices.id })
        .from(notices)
        .where(
          or(
            and(isNotNull(notices.readAt), lt(notices.createdAt, daysAgo(READ_DAYS))),
            lt(notices.createdAt, daysAgo(ANY_DAYS)),
          ),
        )
        .limit(AT_ONCE);
      return db.delete(notices).where(inArray(notices.id, old)).returning({ id: notices.id });
    });
    forgotten += deleted.length;
    if (deleted.length < AT_ONCE) break;
  }
  return forgotten;
}
