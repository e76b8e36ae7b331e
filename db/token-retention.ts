/** Retention of access tokens: whole days are dropped once what expired in them has been refused as expired for a week. */
import type { Pool } from "pg";

import { ACCESS_TOKENS } from "./day-partitions";
import { createDays, deleteStrays, dropDays, type DaysMade } from "./day-retention";

const DAY_MS = 86_400_000;
/** So long is an expired token told apart from one that never was. */
const EXPIRED_DAYS = 7;

/** What a run of retention has done with tokens, for the log. */
export type TokenRetentionReport = DaysMade & {
  readonly dropped: readonly string[];
  readonly deleted: number;
};

/**
 * Makes the days of tokens to come and drops those over age; may be cut off anywhere and run by two at once.
 * @param pool connections of the tables' owner
 */
export async function keepAccessTokens(
  pool: Pool,
  now: Date,
  signal: AbortSignal,
): Promise<TokenRetentionReport> {
  const oldest = new Date(now.getTime() - EXPIRED_DAYS * DAY_MS);
  return {
    ...(await createDays(pool, ACCESS_TOKENS, now, signal)),
    dropped: await dropDays(pool, ACCESS_TOKENS, oldest, signal),
    deleted: await deleteStrays(pool, ACCESS_TOKENS, oldest, signal),
  };
}
