/**
 * Retention of calls: days are made ahead and dropped when they are over age. Done while gates record calls, and
 * never at their cost: a lock that is not granted at once is given up and asked for again later.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";

import { createCallDay, listCallDays, missingCallDays } from "./call-partitions";

const DAY_MS = 86_400_000;
/**
 * Detaching locks the table of calls, and whoever comes while the lock is waited for queues up behind it. So a check
 * is held up for this long at most, and then for the change of a few catalogue rows.
 */
const LOCK_TIMEOUT_MS = 25;
const RETRY_MS = 400;
const ATTEMPTS = 150;
const DROP_LOCK_TIMEOUT_MS = 5_000;
const LOCK_NOT_AVAILABLE = "55P03";
/**
 * Attaching a day looks through the default partition and locks it meanwhile. That holds up calls only where they go
 * there, for this long at most; a default partition with more in it keeps the days that follow, too.
 */
const ATTACH_TIMEOUT_MS = 300;
const QUERY_CANCELED = "57014";
const ROWS_PER_DELETE = 1_000;
const KEYS_PER_DELETE = 100;

export type Retention = {
  readonly callsDays: number;
  readonly callHoursDays: number;
  /** {@link ATTACH_TIMEOUT_MS} unless given. */
  readonly attachTimeoutMs?: number;
};

/** What was done, for the log. */
export type RetentionReport = {
  readonly created: number;
  /** Days that stay in the default partition. */
  readonly notCreated: number;
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
    ...(await step(createDays(pool, now, signal, retention.attachTimeoutMs), { created: 0, notCreated: 0 })),
    dropped: await step(dropDays(pool, oldest, signal), []),
    deletedCalls: await step(deleteStrayCalls(pool, oldest, signal), 0),
    deletedHours: await step(deleteHours(pool, oldestHour, signal), 0),
    deletedUnknownHours: await step(deleteUnknownHours(pool, oldestHour, signal), 0),
  };
  if (errors.length > 0) throw new AggregateError(errors, "Not all of the retention of calls was done");
  return report;
}

/** Whoever changes the tables holds this row, migrations too; what is left to do is looked for after that. */
function lockSchema(client: PoolClient): Promise<unknown> {
  return client.query("select id from schema_migration_lock where id = 1 for update");
}

async function createDays(
  pool: Pool,
  now: Date,
  signal: AbortSignal,
  timeoutMs = ATTACH_TIMEOUT_MS,
): Promise<{ created: number; notCreated: number }> {
  let created = 0;
  for (const day of await missingCallDays(pool, now, now)) {
    if (signal.aborted) break;
    const outcome = await createDay(pool, day, now, signal, timeoutMs);
    if (outcome === "too much to look through") break;
    if (outcome === "created") created += 1;
  }
  return { created, notCreated: (await missingCallDays(pool, now, now)).length };
}

type DayOutcome = "created" | "left in the default partition" | "too much to look through";

async function createDay(
  pool: Pool,
  day: Date,
  now: Date,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<DayOutcome> {
  let isCreated = false;
  try {
    await withoutWaiting(pool, signal, async (client) => {
      await lockSchema(client);
      const [first] = await missingCallDays(client, day, now);
      if (first?.getTime() !== day.getTime()) return;
      await client.query(`set local statement_timeout = ${timeoutMs}`);
      isCreated = await createCallDay(client, day);
    });
  } catch (error) {
    if (codeOf(error) === QUERY_CANCELED) return "too much to look through";
    throw error;
  }
  return isCreated ? "created" : "left in the default partition";
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error ? String(error.code) : null;
}

async function dropDays(pool: Pool, oldest: Date, signal: AbortSignal): Promise<string[]> {
  const dropped: string[] = [];
  for (const { name, from } of await listCallDays(pool)) {
    const isOver = from.getTime() + DAY_MS <= oldest.getTime();
    if (!isOver || signal.aborted) continue;
    await withoutWaiting(pool, signal, async (client) => {
      await lockSchema(client);
      const found = (await listCallDays(client)).find((day) => day.name === name);
      if (found?.isAttached) await client.query(`alter table calls detach partition "${name}"`);
    });
    // No part of the calls any more: waiting for its last readers holds nobody up.
    await inTransaction(pool, DROP_LOCK_TIMEOUT_MS, (client) =>
      client.query(`drop table if exists "${name}"`),
    );
    dropped.push(name);
  }
  return dropped;
}

/** Calls of days that no partition was made for in time. */
async function deleteStrayCalls(pool: Pool, oldest: Date, signal: AbortSignal): Promise<number> {
  let deleted = 0;
  while (!signal.aborted) {
    const { rowCount } = await pool.query(
      `delete from calls_default where (at, id) in (
         select at, id from calls_default where at < $1 order by at limit ${ROWS_PER_DELETE})`,
      [oldest],
    );
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < ROWS_PER_DELETE) break;
  }
  return deleted;
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

/** A transaction that gives up at once where a lock is not free, and is tried again after a pause. */
async function withoutWaiting(
  pool: Pool,
  signal: AbortSignal,
  work: (client: PoolClient) => Promise<unknown>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await inTransaction(pool, LOCK_TIMEOUT_MS, work);
      return;
    } catch (error) {
      const isBusy = codeOf(error) === LOCK_NOT_AVAILABLE;
      if (!isBusy || attempt === ATTEMPTS || signal.aborted) throw error;
    }
    await sleep(RETRY_MS + Math.random() * RETRY_MS);
  }
}

async function inTransaction(
  pool: Pool,
  lockTimeoutMs: number,
  work: (client: PoolClient) => Promise<unknown>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
    await work(client);
    await client.query("commit");
    client.release();
  } catch (error) {
    // A connection whose rollback fails has lost its server; it is closed.
    const isRolledBack = await client.query("rollback").then(
      () => true,
      () => false,
    );
    client.release(!isRolledBack);
    throw error;
  }
}
