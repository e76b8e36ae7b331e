import { join } from "node:path";
import type { Pool } from "pg";
import { beforeAll, expect, it, vi } from "vitest";

import { lookUpSecrets } from "../lib/verification/lookup/lookup";
import { createRecorder } from "../lib/verification/record/recorder";
import { isItemFault } from "../lib/verification/statement/statement";
import { newCallId } from "../lib/platform/ids";
import { sha256 } from "../lib/platform/secrets/secrets";
import { databaseOf } from "./client";
import { migrate, pendingMigrations } from "./migrate";
import { emptyDatabase } from "./testing/empty-database";
import {
  checkByFirstRelease,
  makeFirstRelease,
  makeFirstReleaseCallers,
  type Caller,
} from "./testing/first-release";
import { makeKey } from "./testing/key";
import { makeTenant } from "./testing/tenant";

// Two releases at work on one database, while it changes.
vi.setConfig({ testTimeout: 60_000 });

const MIGRATIONS = join(import.meta.dirname, "migrations");
const CLIENTS = 8;
const FRESH = 80;

const database = emptyDatabase();
/** Each release has connections of its own, with its own prepared statements. */
let pool: Pool;
let oldPool: Pool;
beforeAll(() => {
  pool = database.connect({ max: CLIENTS });
  oldPool = database.connect({ max: CLIENTS });
});

async function makeCallers(count: number): Promise<Caller[]> {
  const db = databaseOf(pool);
  const { account, people } = await makeTenant(db, { ada: "admin" });
  const keys = Array.from({ length: count }, () => makeKey(db, account, people.ada.id));
  return (await Promise.all(keys)).map((key) => ({ ...key, accountId: account.id }));
}

/** Checks by the gate of this release. */
function thisRelease() {
  const gateDatabase = { pool, hasPreparedStatements: true };
  const recorder = createRecorder(gateDatabase, {
    maxItems: 16,
    maxInFlight: 1,
    timeoutMs: 5_000,
    isItemFault,
  });
  return async (caller: Caller) => {
    const [found] = await lookUpSecrets(gateDatabase, "long_lived", [sha256(caller.secret).toString("hex")]);
    if (!found) throw new Error("The key was not found");
    const call = {
      id: newCallId(found.now),
      at: found.now,
      accountId: caller.accountId,
      keyId: caller.id,
      credentialId: caller.credentialId,
      userId: caller.userId,
      method: "GET",
      path: "/",
      code: "allowed" as const,
      scopesNeeded: ["agreements:read" as const],
      address: null,
      userAgent: null,
      outcomeStatus: null,
      limits: { hourly: 1_000_000, burst: 1_000_000 },
      proof: found.proof,
    };
    await recorder.record(call, Infinity);
  };
}

/** Clients that check without a pause until they are told to stop. @returns how many checks were made, and what failed */
function startChecks(checks: readonly (() => Promise<void>)[]) {
  const failures: unknown[] = [];
  const over = new AbortController();
  let made = 0;
  const clients = checks.map(async (check) => {
    while (!over.signal.aborted) {
      await check().then(
        () => (made += 1),
        (error: unknown) => {
          failures.push(error);
          // Where nothing works any more, there is nothing to go on with.
          if (failures.length > CLIENTS) over.abort();
        },
      );
    }
  });
  return {
    /** Resolves once so many more checks are made. */
    more: async (count: number) => {
      const wanted = made + count;
      await vi.waitFor(() => expect(made).toBeGreaterThanOrEqual(wanted), { timeout: 20_000, interval: 10 });
    },
    stop: async () => {
      over.abort();
      await Promise.all(clients);
      return { made, failures };
    },
  };
}

it("comes to a database with data while the first release's gate checks: no check fails, and no count is lost", async () => {
  await makeFirstRelease(pool);
  const callers = await makeFirstReleaseCallers(pool, CLIENTS);
  const ways = ["usual", "careful"] as const;
  const old = startChecks(
    callers.map((caller, index) => () => checkByFirstRelease(oldPool, caller, ways[index % 2] ?? "usual")),
  );
  await old.more(100);
  const applied = await migrate(pool, MIGRATIONS, { application: null });
  expect(applied.length).toBeGreaterThan(0);
  await old.more(100);

  // Both releases on the same rows.
  const check = thisRelease();
  const young = startChecks(callers.map((caller) => () => check(caller)));
  await Promise.all([old.more(100), young.more(100)]);
  const [first, second] = [await old.stop(), await young.stop()];
  expect([...first.failures, ...second.failures]).toEqual([]);
  // The first calls of keys, whose rows both make at once, while each names another index of them.
  const fresh = await makeCallers(FRESH);
  await Promise.all(
    fresh.flatMap((caller) => [checkByFirstRelease(oldPool, caller, "careful"), check(caller)]),
  );

  const waiting = (await pendingMigrations(pool, MIGRATIONS)).map(({ kind }) => kind);
  expect([...new Set(waiting)]).toEqual(["last"]);
  await migrate(pool, MIGRATIONS, { application: null, isLast: true });
  expect(await pendingMigrations(pool, MIGRATIONS)).toEqual([]);
  const known = await pool.query(
    "select conrelid::regclass from pg_constraint where conname ~ '_(code|action)_known$'",
  );
  expect(known.rows).toEqual([]);
  const { rows } = await pool.query(
    `select (select count(*)::int from calls) as calls, (select sum(count)::int from call_hours) as counted,
      (select count(distinct account_id)::int from scope_uses) as accounts,
      (select count(*)::int from scope_uses where account_id is null) as without`,
  );
  const made = first.made + second.made + 2 * FRESH;
  expect(rows).toEqual([{ calls: made, counted: made, accounts: 2, without: 0 }]);
});
