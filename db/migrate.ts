import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Pool, PoolClient } from "pg";

import { createCallPartitions } from "./call-partitions";
import { grantApplicationRole } from "./roles";

const LOCK_TIMEOUT = "30s";
/** Two starters that create the bookkeeping tables at the same instant: one of them sees one of these. */
const ALREADY_MADE = new Set(["23505", "42P07", "42710"]);

type Journal = { entries: readonly { readonly tag: string }[] };

/**
 * Brings the database to the newest schema; safe for any number of starters at once, since each waits for one row's
 * lock before it looks at what is left to do. All that is new is applied in one transaction.
 * @param directory the folder of generated migrations
 * @param applicationRole a role to create and grant to, or null to leave roles alone
 * @returns the names of the migrations that this call applied
 */
export async function migrate(
  pool: Pool,
  directory: string,
  applicationRole: string | null,
): Promise<string[]> {
  await createBookkeeping(pool);
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query("set local statement_timeout = 0");
    await client.query("select id from schema_migration_lock where id = 1 for update");
    const applied = await applyMissing(client, directory);
    await createCallPartitions(client, new Date());
    if (applicationRole) await grantApplicationRole(client, applicationRole);
    await client.query("commit");
    return applied;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
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

async function applyMissing(client: PoolClient, directory: string): Promise<string[]> {
  // drizzle-kit writes this file; its shape is part of the repository.
  const journal = JSON.parse(await readFile(join(directory, "meta", "_journal.json"), "utf8")) as Journal;
  const { rows } = await client.query<{ name: string }>("select name from schema_migrations");
  const done = new Set(rows.map((row) => row.name));
  const missing = journal.entries.map((entry) => entry.tag).filter((tag) => !done.has(tag));
  for (const tag of missing) {
    const text = await readFile(join(directory, `${tag}.sql`), "utf8");
    for (const statement of text.split("--> statement-breakpoint")) await client.query(statement);
    await client.query("insert into schema_migrations (name) values ($1)", [tag]);
  }
  return missing;
}
