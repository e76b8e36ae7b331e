/** The first release, as far as the second one meets it: its schema, and the statements that its gate sends. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pool } from "pg";

import { newCallId, newGuid, newId } from "../../lib/platform/ids";
import { newSecret, sha256 } from "../../lib/platform/secrets/secrets";
import { readMigrations } from "../migration-files";
import type { TestKey } from "./key";

/** The last migration of the first release. */
export const FIRST_RELEASE = "0000_init";
const MIGRATIONS = join(import.meta.dirname, "..", "migrations");
/** What it tries again, four times in all. */
const RETRYABLE = new Set(["40001", "40P01"]);
const ATTEMPTS = 4;
const BURST_MS = 30_000;
const HOUR_MS = 3_600_000;

/** Brings an empty database to the schema of the first release. */
export async function makeFirstRelease(pool: Pool): Promise<void> {
  await pool.query(
    "create table schema_migrations (name text primary key, applied_at timestamptz not null default now())",
  );
  await pool.query("create table schema_migration_lock (id integer primary key)");
  await pool.query("insert into schema_migration_lock (id) values (1)");
  const migrations = await readMigrations(MIGRATIONS);
  const last = migrations.findIndex((migration) => migration.name === FIRST_RELEASE);
  for (const { name, statements } of migrations.slice(0, last + 1)) {
    for (const { text } of statements) await pool.query(text);
    await pool.query("insert into schema_migrations (name) values ($1)", [name]);
  }
}

/** Makes keys of one account, as the first release keeps them. */
export async function makeFirstReleaseCallers(pool: Pool, count: number): Promise<Caller[]> {
  const [accountId, userId] = [newId(), newId()];
  await pool.query(
    `insert into accounts (id, name, environment, plan, has_integration_keys)
     values ($1, 'Acme', 'production', 'enterprise', true)`,
    [accountId],
  );
  await pool.query("insert into users (id, email, name) values ($1, $2, 'Ada')", [
    userId,
    `${userId}@example.test`,
  ]);
  await pool.query(
    `insert into memberships (id, account_id, environment, user_id, profile)
     values ($1, $2, 'production', $3, 'admin')`,
    [newId(), accountId, userId],
  );
  const callers: Caller[] = [];
  for (let made = 0; made < count; made += 1) {
    const secret = newSecret("ik", "production");
    const caller = { id: newId(), clientId: newGuid(), credentialId: newId(), userId, secret: secret.text };
    await pool.query(
      `insert into integration_keys
         (id, account_id, environment, client_id, name, method, scopes, created_by, created_at, expires_at)
       values ($1, $2, 'production', $3, 'Key', 'long_lived', '{agreements:read}', $4, now(), now() + interval '1 year')`,
      [caller.id, accountId, caller.clientId, userId],
    );
    await pool.query(
      `insert into credentials (id, key_id, account_id, kind, secret_hash, created_at)
       values ($1, $2, $3, 'long_lived', $4, now())`,
      [caller.credentialId, caller.id, accountId, secret.hash],
    );
    callers.push({ ...caller, accountId });
  }
  return callers;
}

const textOf = (name: string) =>
  readFileSync(join(import.meta.dirname, "first-release", `${name}.sql`), "utf8");
const [LOOKUP, RECORD, RECORD_AT_LIMIT] = ["gate_lookup", "gate_record_scopes", "gate_record_at_limit"].map(
  (name) => ({ name, text: textOf(name) }),
);

export type Caller = TestKey & { readonly accountId: string };

/**
 * Checks one request as the first release's gate does: looks the key up, records the call.
 * @throws Error where it would answer 503
 */
export async function checkByFirstRelease(pool: Pool, key: Caller, way: "usual" | "careful"): Promise<void> {
  const [row] = await send(pool, LOOKUP, [[sha256(key.secret)]]);
  if (!row) throw new Error("The key was not found");
  const at = new Date();
  const granted = way === "usual" ? await send(pool, RECORD, usualValues(key, at)) : [];
  // What the usual way leaves, the careful way takes.
  if (granted.length === 0) await send(pool, RECORD_AT_LIMIT, carefulValues(key, at));
}

async function send(
  pool: Pool,
  statement: { readonly name: string; readonly text: string } | undefined,
  values: unknown[],
): Promise<unknown[]> {
  if (!statement) throw new Error("The statement is missing");
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await pool.query({ ...statement, values })).rows as unknown[];
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (attempt === ATTEMPTS || !RETRYABLE.has(code)) throw error;
    }
  }
}

const startOf = (at: Date, size: number) => new Date(Math.floor(at.getTime() / size) * size).toISOString();

function usualValues({ id, accountId, credentialId }: Caller, at: Date): unknown[] {
  const instant = at.toISOString();
  const hour = startOf(at, HOUR_MS);
  const rows = [
    [[accountId], [1], [1_000_000], [1_000_000]],
    [hour, startOf(at, BURST_MS)],
    [[newCallId(at)], [instant], [accountId], [id], [credentialId], ["GET"], ["/"], ["allowed"]],
    [["{agreements:read}"], [null], [null], [null]],
    [[id], [hour], ["allowed"], [accountId], [1]],
    [[id], [accountId], [instant], [instant], ["allowed"], [null], [null], [instant]],
    [0, 0],
    [[id], [accountId], ["agreements:read"], [instant]],
  ];
  return rows.flat();
}

function carefulValues({ id, accountId, credentialId }: Caller, at: Date): unknown[] {
  const call = {
    n: 0,
    id: newCallId(at),
    at,
    account_id: accountId,
    key_id: id,
    credential_id: credentialId,
    method: "GET",
    path: "/",
    code: "allowed",
    scopes_needed: ["agreements:write"],
    address: null,
    user_agent: null,
    outcome_status: null,
    hourly: 1_000_000,
    burst: 1_000_000,
  };
  return [JSON.stringify([call]), [accountId]];
}
