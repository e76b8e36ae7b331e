import { setTimeout as sleep } from "node:timers/promises";
import { Client, type Pool, type PoolClient } from "pg";

import { createDayPartitions } from "./day-partitions";
import { readMigrations, type Migration } from "./migration-files";
import { grantToApplication, type ApplicationRole } from "./roles";

/**
 * How long a change of a table waits for its lock: whoever comes while it waits queues up behind it, checks too. It
 * gives up and is tried again.
 */
const LOCK_TIMEOUT = "100ms";
const RETRY_MS = 200;
/** How long a starter tries. Another one may be making an index of a large table. */
const TRIES_MS = 1_800_000;
const LOCK_NOT_AVAILABLE = "55P03";
/** Two starters that create the bookkeeping tables at the same instant: one of them sees one of these. */
const ALREADY_MADE = new Set(["23505", "42P07", "42710"]);

export type MigrationSettings = {
  /** Whom queries run as, who is given what they need; null to leave roles alone. */
  readonly application: ApplicationRole | null;
  /**
   * True where no process of the release before is left: what only those need is taken away too. A database that was
   * empty has none.
   */
  readonly isLast?: boolean;
  /** True where no other process can use the database meanwhile, as with the embedded one. */
  readonly isAlone?: boolean;
};

/**
 * Brings the database to the newest schema, a migration at a time, each whole or not at all; safe for any number of
 * starters at once, since each waits for one row's lock before it looks at what is left to do, and safe while the
 * release before goes on with its work.
 * @param directory the folder of generated migrations
 * @returns the names of the migrations that this call applied
 */
export async function migrate(
  pool: Pool,
  directory: string,
  { application, isLast = false, isAlone = false }: MigrationSettings,
): Promise<string[]> {
  await createBookkeeping(pool);
  const migrations = await readMigrations(directory);
  const applied: string[] = [];
  let isFirst = false;
  for (;;) {
    const step = await underLock(pool, async (client) => {
      const [next, count] = await nextOf(client, migrations, isLast || isFirst);
      isFirst ||= count === 0;
      if (!next) {
        await createDayPartitions(client, new Date());
        if (application) await grantToApplication(client, application);
        return null;
      }
      if (next.kind === "stepwise") {
        if (!isAlone) await onConnection(pool, (own) => applySteps(own, next));
        return next;
      }
      for (const { text } of next.statements) await client.query(text);
      await client.query("insert into schema_migrations (name) values ($1)", [next.name]);
      return next;
    });
    if (!step) return applied;
    if (step.kind === "stepwise" && isAlone) await applySteps(pool, step);
    applied.push(step.name);
  }
}

/** Migrations that {@link migrate} would apply, in their order. */
export async function pendingMigrations(pool: Pool, directory: string): Promise<Migration[]> {
  const migrations = await readMigrations(directory);
  const { rows: tables } = await pool.query<{ there: boolean }>(
    "select to_regclass('schema_migrations') is not null as there",
  );
  if (!tables[0]?.there) return migrations;
  const done = await doneIn(pool);
  return migrations.filter(({ name }) => !done.has(name));
}

async function doneIn(client: Pick<PoolClient, "query">): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>("select name from schema_migrations");
  return new Set(rows.map((row) => row.name));
}

async function nextOf(
  client: PoolClient,
  migrations: readonly Migration[],
  withLast: boolean,
): Promise<[Migration | undefined, number]> {
  const done = await doneIn(client);
  const next = migrations.find(
    ({ name, kind }) => !done.has(name) && (kind !== "last" || withLast || done.size === 0),
  );
  return [next, done.size];
}

/**
 * A transaction that holds the row of which starters each need the lock; again after a pause where the row or a table was
 * not free at once. Nobody waits inside the database: an index that is made meanwhile would wait for them.
 */
async function underLock<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + TRIES_MS;
  for (;;) {
    const client = await pool.connect();
    try {
      await client.query("begin");
      await client.query("set local statement_timeout = 0");
      await client.query("select id from schema_migration_lock where id = 1 for update nowait");
      await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
      const value = await work(client);
      await client.query("commit");
      return value;
    } catch (error) {
      await client.query("rollback").catch(() => undefined);
      const isBusy = error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE;
      if (!isBusy || performance.now() > giveUpAt) throw error;
    } finally {
      client.release();
    }
    await sleep(RETRY_MS);
  }
}

/** A connection beside those of the pool, which may have one alone, in use by the lock. */
async function onConnection(pool: Pool, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(pool.options);
  // What ends it is told by the statement under way.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function applySteps(client: Pool | Client, { name, statements }: Migration): Promise<void> {
  await client.query("set statement_timeout = 0");
  for (const { text, isRepeated } of statements) {
    let changed = 1;
    while (changed > 0) {
      const { rowCount } = await client.query(text);
      changed = isRepeated ? (rowCount ?? 0) : 0;
    }
  }
  await client.query("insert into schema_migrations (name) values ($1) on conflict do nothing", [name]);
}

async function createBookkeeping(pool: Pool): Promise<void> {
  for (;;) {
    try {
      await pool.query(
        "create table if not exists schema_migrations (name text primary key, applied_at timestamptz not null default now())",
      );
      await pool.query("create table if not exists schema_migration_lock (id integer primary key)");
      await pool.query("insert into schema_migration_lock (id) values (1) on conflict do nothing");
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && ALREADY_MADE.has(String(error.code)))) throw error;
    }
  }
}
