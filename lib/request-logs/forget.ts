import { inArray, lt, sql } from "drizzle-orm";

import { requestLogEntries } from "@/db/schema/request-logs";

import { LOG_KEPT_DAYS } from "../domain/request-logs/request-logging";
import { deleteOverAge } from "../kernel/delete-over-age";

const AT_ONCE = 500;

/** Deletes logged requests over age, a few at a time. Logging that is on goes on as it is. @returns how many */
export function forgetLoggedRequests(
  signal: AbortSignal = new AbortController().signal,
  atOnce = AT_ONCE,
): Promise<number> {
  return deleteOverAge(signal, atOnce, async (db, atMost) => {
    const over = db
      .select({ id: requestLogEntries.id })
      .from(requestLogEntries)
      .where(lt(requestLogEntries.at, sql`now() - make_interval(days => ${LOG_KEPT_DAYS})`))
      .limit(atMost)
      .for("update", { skipLocked: true });
    const deleted = await db.delete(requestLogEntries).where(inArray(requestLogEntries.id, over));
    return deleted.rowCount ?? 0;
  });
}
