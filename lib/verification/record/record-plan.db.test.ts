import type { Pool } from "pg";
import { afterAll, expect, it } from "vitest";

import { openPool } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import { epochsOf } from "@/db/testing/epochs";
import { makeTenant } from "@/db/testing/tenant";

import { newCallId, newId } from "../../platform/ids";
import type { ProvableCall } from "./record";
import { recordAtLimit } from "./record-at-limit";
import { recordWithinQuota } from "./record-within-quota";
import { createScopeUses } from "./scope-uses";

const database = testDatabase();
const pools: Pool[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.end())));

const BATCHES = 40;
const KEYS_PER_BATCH = 16;

/** One connection, so that its plans are made while the tables are empty, and kept. */
function openOne(): Pool {
  const pool = openPool(
    { DATABASE_URL: database.url },
    {
      max: 1,
      connectTimeoutMs: 5_000,
      statementTimeoutMs: 5_000,
      applicationName: "plans",
      serverSettings: ["plan_cache_mode=force_generic_plan", "enable_seqscan=off"],
    },
  );
  pools.push(pool);
  return pool;
}

async function rowsRead(pool: Pool): Promise<number> {
  await pool.query("select pg_stat_force_next_flush()");
  const { rows } = await pool.query<{ read: number }>(
    `select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read
     from pg_stat_user_tables where relname = 'scope_uses'`,
  );
  return rows[0]?.read ?? Number.NaN;
}

function batchOf(accountId: string, userId: string, proof: ProvableCall["proof"]): ProvableCall[] {
  return Array.from({ length: KEYS_PER_BATCH }, () => ({
    id: newCallId(),
    at: new Date(),
    accountId,
    keyId: newId(),
    credentialId: newId(),
    userId,
    method: "GET",
    path: "/",
    code: "allowed",
    scopesNeeded: ["agreements:read"],
    address: null,
    userAgent: null,
    outcomeStatus: null,
    limits: { hourly: 1_000_000, burst: 1_000_000 },
    proof,
  }));
}

it.each([
  [
    "usual",
    (pool: Pool, calls: ProvableCall[]) =>
      recordWithinQuota({ pool, hasPreparedStatements: true }, createScopeUses(), calls),
  ],
  [
    "careful",
    (pool: Pool, calls: ProvableCall[]) => recordAtLimit({ pool, hasPreparedStatements: true }, calls),
  ],
])("the %s way to record reads nothing of other keys, also by a plan of the first day", async (_, record) => {
  // What the planner takes for certain is that the table is empty.
  await database.owner.query("truncate scope_uses");
  await database.owner.query("vacuum analyze scope_uses");
  const pool = openOne();
  const { account, people } = await makeTenant(database.db, { ada: "admin" });
  const proof = { epochs: await epochsOf(database.owner, account.id, people.ada.id), until: null };
  await database.owner.query("insert into call_windows values ($1, to_timestamp(0), 0, to_timestamp(0), 0)", [
    account.id,
  ]);
  const before = await rowsRead(pool);
  for (let batch = 0; batch < BATCHES; batch += 1) {
    await record(pool, batchOf(account.id, people.ada.id, proof));
  }
  expect((await rowsRead(pool)) - before).toBeLessThan(BATCHES * KEYS_PER_BATCH);
});
