/** Retention of calls: days are dropped, hourly counts deleted, when they are over age (see day-retention.ts). */
import type { Pool } from "pg";

import { CALLS } from "./day-partitions";
import { createDays, deleteStrays, dropDays, type DaysMade } from "./day-retention";

const DAY_MS = 86_400_000;
const ROWS_PER_DELETE = 1_000;
const KEYS_PER_DELETE = 100;

export type Retention = {
  readonly callsDays: number;
  readonly callHoursDays: number;
  /** How long the default partition may be locked. */
  readonly attachTimeoutMs?: number;
};

/** What a run of retention has done, for the log. */
export type RetentionReport = DaysMade & {
  readonly dropped: readonly string[];
  readonly deletedCalls: number;
  readonly deletedHours: number;
  /** Rows of requests with a key that nobody has, which are counted by the hour too. */
  readonly deletedUnknownHours: number;
};

/**
 * Brings the stored calls to what the retention says. Every step is whole by itself and done once however often it is
 * repeated, so this may be cut off at any point and run by two at once. A step that fails does not keep the others
 * from being done.
 * @param pool connections of the tables' owner
 * @throws AggregateError of the steps that failed
 */
export async function keepCalls(
  pool: Pool,
  retention: Retention,
  now: Date,
  signal: AbortSignal,
): Promise<RetentionReport> {
  const oldest = new Date(now.getTime() - retention.callsDays * DAY_MS);
  const oldestHour = new Date(now.getTime() - retention.callHoursDays * DAY_MS);
  const errors: unknown[] = [];
  const step = async <T>(work: Promise<T>, otherwise: T): Promise<T> =>
    work.catch((error: unknown) => {
      errors.push(error);
      return otherwise;
    });
  const report = {
    ...(await step(createDays(pool, CALLS, now, signal, retention.attachTimeoutMs), {
      created: 0,
      notCreated: 0,
    })),
    dropped: await step(dropDays(pool, CALLS, oldest, signal), []),
    deletedCalls: await step(deleteStrays(pool, CALLS, oldest, signal), 0),
    deletedHours: await step(deleteHours(pool, oldestHour, signal), 0),
    deletedUnknownHours: await step(deleteUnknownHours(pool, oldestHour, signal), 0),
  };
  if (errors.length > 0) throw new AggregateError(errors, "Not all of the retention of calls was done");
  return report;
}

/** By keys, in the order of the table's primary key: an index by hour would be one more to write for every check. */
async function deleteHours(pool: Pool, oldest: Date, signal: AbortSignal): Promise<number> {
  let deleted = 0;
  let last = "00000000-0000-0000-0000-000000000000";
  while (!signal.aborted) {
    const { rows } = await pool.query<{ id: string }>(
      `select id from integration_keys where id > $1 order by id limit ${KEYS_PER_DELETE}`,
      [last],
    );
    const end = rows.at(-1);
    if (!end) break;
    last = end.id;
    const { rowCount } = await pool.query(
      "delete from call_hours where key_id = any($1::uuid[]) and hour < $2",
      [rows.map((row) => row.id), oldest],
    );
    deleted += rowCount ?? 0;
  }
  return deleted;
}

/** In the order of the primary key, which begins with the hour. */
async function deleteUnknownHours(pool: Pool, oldest: Date, signal: AbortSignal): Promise<number> {
  let deleted = 0;
  while (!signal.aborted) {
    const { rowCount } = await pool.query(
      `delete from unknown_key_hours where (hour, shard) in (
         select hour, shard from unknown_key_hours where hour < $1 order by hour, shard limit ${ROWS_PER_DELETE})`,
      [oldest],
    );
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < ROWS_PER_DELETE) break;
  }
  return deleted;
}
