import { inArray, lt, sql } from "drizzle-orm";

import { sessions } from "@/db/schema/users";

import { deleteOverAge } from "../kernel/delete-over-age";

/** How long the row of a session outlives it, for whoever looks into something that happened with it. */
const KEPT_DAYS = 7;
const AT_ONCE = 500;

/** Deletes sessions whose 12 hours ended more than a week ago. Their begin and end stay on the record. @returns how many */
export function forgetSessions(
  signal: AbortSignal = new AbortController().signal,
  atOnce = AT_ONCE,
): Promise<number> {
  return deleteOverAge(signal, atOnce, async (db, atMost) => {
    const over = db
      .select({ idHash: sessions.idHash })
      .from(sessions)
      .where(lt(sessions.expiresAt, sql`now() - make_interval(days => ${KEPT_DAYS})`))
      .limit(atMost)
      .for("update", { skipLocked: true });
    const deleted = await db.delete(sessions).where(inArray(sessions.idHash, over));
    return deleted.rowCount ?? 0;
  });
}
