import { lt, sql } from "drizzle-orm";

import { idempotencyKeys } from "@/db/schema/integration-keys";

import { deleteOverAge } from "../../../kernel/delete-over-age";

/** A request that is repeated later than this makes another key (I8): no page is open, and no program tries, for so long. */
const KEPT_DAYS = 7;
const AT_ONCE = 500;

/** Deletes what was kept of requests with an Idempotency-Key to tell their repetitions by. @returns how many */
export function forgetRetries(
  signal: AbortSignal = new AbortController().signal,
  atOnce = AT_ONCE,
): Promise<number> {
  return deleteOverAge(signal, atOnce, async (db, atMost) => {
    const { accountId, userId, idempotencyKey, createdAt } = idempotencyKeys;
    const over = db
      .select({ accountId, userId, idempotencyKey })
      .from(idempotencyKeys)
      .where(lt(createdAt, sql`now() - make_interval(days => ${KEPT_DAYS})`))
      .limit(atMost)
      .for("update", { skipLocked: true });
    const deleted = await db
      .delete(idempotencyKeys)
      .where(sql`(${accountId}, ${userId}, ${idempotencyKey}) in ${over}`);
    return deleted.rowCount ?? 0;
  });
}
