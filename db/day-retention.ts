/**
 * Days of a table are made ahead and dropped when they are over age, while gates read and write it, and never at their
 * cost: a lock that is not granted at once is given up and asked for again later.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool, PoolClient } from "pg";

import { createDay, listDays, missingDays, type DayTable } from "./day-partitions";

const DAY_MS = 86_400_000;
/**
 * Detaching locks the whole table, and whoever comes while the lock is waited for queues up behind it. So a check
 * is held up for this long at most, and then for the change of a few catalogue rows.
 */
const LOCK_TIMEOUT_MS = 25;
const RETRY_MS = 400;
const ATTEMPTS = 150;
const DROP_LOCK_TIMEOUT_MS = 5_000;
const LOCK_NOT_AVAILABLE = "55P03";
/**
 * Attaching a day looks through the default partition and locks it meanwhile. That holds up only what goes there, for
 * this long at most; a default partition with more in it keeps the days that follow, too.
 */
const ATTACH_TIMEOUT_MS = 300;
const QUERY_CANCELED = "57014";
const ROWS_PER_DELETE = 1_000;

/** Whoever changes the tables holds this row, migrations too; what is left to do is looked for after that. */
function lockSchema(client: PoolClient): Promise<unknown> {
  return client.query("select id from schema_migration_lock where id = 1 for update");
}

/** What became of the days to come. */
export type DaysMade = {
  readonly created: number;
  /** Days that stay in the default partition. */
  readonly notCreated: number;
};

/** Makes the days to come. @param timeoutMs {@link ATTACH_TIMEOUT_MS} unless given */
export async function createDays(
  pool: Pool,
  table: DayTable,
  now: Date,
  signal: AbortSignal,
  timeoutMs = ATTACH_TIMEOUT_MS,
): Promise<DaysMade> {
  let created = 0;
  for (const day of await missingDays(pool, table, now, now)) {
    if (signal.aborted) break;
    const outcome = await makeDay(pool, table, day, now, signal, timeoutMs);
    if (outcome === "too much to look through") break;
    if (outcome === "created") created += 1;
  }
  return { created, notCreated: (await missingDays(pool, table, now, now)).length };
}

type DayOutcome = "created" | "left in the default partition" | "too much to look through";

async function makeDay(
  pool: Pool,
  table: DayTable,
  day: Date,
  now: Date,
  signal: AbortSignal,
  timeoutMs: number,
): Promise<DayOutcome> {
  let isCreated = false;
  try {
    await withoutWaiting(pool, signal, async (client) => {
      await lockSchema(client);
      const [first] = await missingDays(client, table, day, now);
      if (first?.getTime() !== day.getTime()) return;
      await client.query(`set local statement_timeout = ${timeoutMs}`);
      isCreated = await createDay(client, table, day);
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

/** Drops the days that end before `oldest`. @returns their names */
export async function dropDays(
  pool: Pool,
  table: DayTable,
  oldest: Date,
  signal: AbortSignal,
): Promise<string[]> {
  const dropped: string[] = [];
  for (const { name, from } of await listDays(pool, table)) {
    const isOver = from.getTime() + DAY_MS <= oldest.getTime();
    if (!isOver || signal.aborted) continue;
    await withoutWaiting(pool, signal, async (client) => {
      await lockSchema(client);
      const found = (await listDays(client, table)).find((day) => day.name === name);
      if (found?.isAttached) await client.query(`alter table ${table.name} detach partition "${name}"`);
    });
    // No part of the table any more: waiting for its last readers holds nobody up.
    await inTransaction(pool, DROP_LOCK_TIMEOUT_MS, (client) =>
      client.query(`drop table if exists "${name}"`),
    );
    dropped.push(name);
  }
  return dropped;
}

/** Deletes what is older than `oldest` of days that no partition was made for in time. @returns the number of rows */
export async function deleteStrays(
  pool: Pool,
  { name, column }: DayTable,
  oldest: Date,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  while (!signal.aborted) {
    const { rowCount } = await pool.query(
      `delete from ${name}_default where (${column}, id) in (
         select ${column}, id from ${name}_default where ${column} < $1 order by ${column} limit ${ROWS_PER_DELETE})`,
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
