import { Pool } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";

import { startGate, type GateProcess } from "../gate/testing/gate-process";
import { openRawClient } from "../gate/testing/raw-client";
import { createDayPartitions, CALLS, listDays, PARTITION_DAYS_AHEAD } from "./day-partitions";
import { keepCalls } from "./call-retention";
import { testDatabase } from "./testing/database";
import { makeKey, type TestKey } from "./testing/key";
import { makeTenant } from "./testing/tenant";

const DAY_MS = 86_400_000;
/** Few days of calls, since each is two tables more to make, and no rule depends on how many they are. */
const KEPT = { callsDays: 10, callHoursDays: 400 };
const OLD_DAYS = 12;
const CHECK_TIMEOUT_MS = 2_000;
const database = testDatabase();
const never = new AbortController().signal;
/** One for all, so that no day begins between two steps. */
const NOW = new Date();

let owner: Pool;
let key: TestKey;
let accountId: string;

beforeAll(async () => {
  owner = new Pool({ connectionString: database.ownerUrl, max: 4 });
  owner.on("error", () => undefined);
  const tenant = await makeTenant(database.db, { ada: "admin" }, { hourlyLimit: 1e9, burstLimit: 1e9 });
  accountId = tenant.account.id;
  key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
});
afterAll(() => owner.end());

/** Days before the ones that are kept, each with calls, as a deployment that was on for long has them. */
async function makeOldDays(count = OLD_DAYS): Promise<void> {
  const client = await owner.connect();
  await client.query("begin");
  await createDayPartitions(client, new Date(NOW.getTime() - (KEPT.callsDays + count) * DAY_MS), NOW);
  await client.query("commit");
  client.release();
  await owner.query(
    `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
     select gen_random_uuid(), $4::timestamptz - make_interval(days => d) - make_interval(secs => n), $1, $2, $2, 'GET', '/', 'allowed', '{}'
     from generate_series(0, $3::int) d, generate_series(1, 20) n`,
    [accountId, key.id, KEPT.callsDays + count - 1, NOW],
  );
}

async function oldestCall(): Promise<number> {
  const { rows } = await owner.query<{ at: Date }>("select min(at) as at from calls");
  return rows[0]?.at.getTime() ?? 0;
}

async function count(from: string): Promise<number> {
  const { rows } = await owner.query<{ n: string }>(`select count(*) as n from ${from}`);
  return Number(rows[0]?.n);
}

it("drops the days that are over age as wholes, keeps the rest, and makes days ahead", async () => {
  await makeOldDays();
  const { rows } = await owner.query<{ name: string }>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'calls'::regclass order by 1 desc limit 2",
  );
  // Newest first: the default partition, then the last day ahead.
  const last = rows.find(({ name }) => name !== "calls_default")?.name;
  await owner.query(`drop table "${last}"`);
  const young = `calls where at >= '${new Date(NOW.getTime() - KEPT.callsDays * DAY_MS).toISOString()}'`;
  const kept = await count(young);

  const report = await keepCalls(owner, KEPT, NOW, never);
  expect(report.dropped).toHaveLength(OLD_DAYS);
  expect(report.created).toBe(1);
  expect(await count(young)).toBe(kept);
  expect(await oldestCall()).toBeGreaterThanOrEqual(
    Math.floor((NOW.getTime() - KEPT.callsDays * DAY_MS) / DAY_MS) * DAY_MS,
  );
  const days = await listDays(owner, CALLS);
  expect(days).toHaveLength(KEPT.callsDays + 1 + PARTITION_DAYS_AHEAD);
  expect(days.every((day) => day.isAttached)).toBe(true);
  expect(await keepCalls(owner, KEPT, NOW, never)).toEqual({
    created: 0,
    notCreated: 0,
    dropped: [],
    deletedCalls: 0,
    deletedHours: 0,
    deletedUnknownHours: 0,
  });
});

it("can be done by two at once, and drops what one left half done that was killed", async () => {
  await makeOldDays();
  const [first] = await listDays(owner, CALLS);
  await owner.query(`alter table calls detach partition "${first?.name}"`);
  const reports = await Promise.all([keepCalls(owner, KEPT, NOW, never), keepCalls(owner, KEPT, NOW, never)]);
  expect(new Set(reports.flatMap((report) => report.dropped)).size).toBe(OLD_DAYS);
  expect(await listDays(owner, CALLS)).toHaveLength(KEPT.callsDays + 1 + PARTITION_DAYS_AHEAD);
});

it("deletes calls that no day was made for, in small batches, and hourly counts when they are over age too", async () => {
  const old = new Date(NOW.getTime() - 1_000 * DAY_MS);
  await owner.query(
    `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
     select gen_random_uuid(), $1, $2, $3, $3, 'GET', '/', 'allowed', '{}' from generate_series(1, 2500)`,
    [old, accountId, key.id],
  );
  await owner.query(
    `insert into call_hours (key_id, hour, code, account_id, count)
     select $1, date_trunc('hour', $3::timestamptz) - make_interval(days => d), 'allowed', $2, 1
     from unnest(array[1, 200, 399, 401, 900]) d`,
    [key.id, accountId, NOW],
  );
  await owner.query(
    `insert into unknown_key_hours (hour, shard, count)
     select date_trunc('hour', $1::timestamptz) - make_interval(days => 401, hours => h), shard, 1
     from generate_series(-100, 100) h, generate_series(0, 15) shard`,
    [NOW],
  );
  const report = await keepCalls(owner, KEPT, NOW, never);
  expect(report).toMatchObject({
    deletedCalls: 2_500,
    deletedHours: 2,
    deletedUnknownHours: (101 + 24) * 16,
  });
  expect(await count("unknown_key_hours")).toBe((201 - 101 - 24) * 16);
  expect(await count("calls_default")).toBe(0);
  expect(await count("call_hours")).toBe(3);
});

it("leaves a day in the default partition where looking through that takes too long, and makes it when it can", async () => {
  const days = await listDays(owner, CALLS);
  const last = days.at(-1)?.name ?? "";
  await owner.query(`drop table "${last}"`);
  await owner.query(
    `insert into calls_default (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
     select gen_random_uuid(), '2100-01-01', $1, $2, $2, 'GET', '/', 'allowed', '{}' from generate_series(1, 50000)`,
    [accountId, key.id],
  );
  const hasty = { ...KEPT, attachTimeoutMs: 1 };
  expect(await keepCalls(owner, hasty, NOW, never)).toMatchObject({ created: 0, notCreated: 1 });
  expect((await listDays(owner, CALLS)).map((day) => day.name)).not.toContain(last);
  const patient = { ...KEPT, attachTimeoutMs: 10_000 };
  expect(await keepCalls(owner, patient, NOW, never)).toMatchObject({ created: 1, notCreated: 0 });
  await owner.query("delete from calls_default");
});

it("goes on with the other steps where one fails, and says which failed", async () => {
  await makeOldDays(2);
  await owner.query("alter table call_hours rename to call_hours_away");
  try {
    await expect(keepCalls(owner, KEPT, NOW, never)).rejects.toMatchObject({
      errors: [expect.objectContaining({ message: expect.stringContaining("call_hours") })],
    });
  } finally {
    await owner.query("alter table call_hours_away rename to call_hours");
  }
  expect(await oldestCall()).toBeGreaterThan(NOW.getTime() - (KEPT.callsDays + 1) * DAY_MS);
});

type Checks = { readonly times: number[]; readonly statuses: Set<number> };

const SIDES = 16;

/** Checks without a pause, from several sides, until it is told to end. */
async function checkUntil(gate: GateProcess, isOver: () => boolean): Promise<Checks> {
  const checks: Checks = { times: [], statuses: new Set() };
  async function client(): Promise<void> {
    const connection = await openRawClient(gate.port);
    while (!isOver()) {
      const begun = performance.now();
      const answer = await connection.authorize(key.secret, "agreements:read");
      checks.times.push(performance.now() - begun);
      checks.statuses.add(answer.status);
    }
    connection.close();
  }
  await Promise.all(Array.from({ length: SIDES }, client));
  return checks;
}

/** A page that reads calls for longer than a check may take, again and again. */
async function readUntil(isOver: () => boolean): Promise<void> {
  const client = await owner.connect();
  while (!isOver()) {
    await client.query("begin; select count(*) from calls");
    await client.query(`select pg_sleep(${(CHECK_TIMEOUT_MS + 500) / 1000})`);
    await client.query("commit");
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  client.release();
}

it("holds up no check beyond its time-out and fails none, while calls are recorded and long queries read them", async () => {
  await makeOldDays(4);
  const gate = await startGate(database.url, { GATE_DATABASE_TIMEOUT_MS: String(CHECK_TIMEOUT_MS) });
  let isOver = false;
  const checks = checkUntil(gate, () => isOver);
  const reads = readUntil(() => isOver);
  try {
    const { dropped } = await keepCalls(owner, KEPT, NOW, never);
    expect(dropped).toHaveLength(4);
  } finally {
    isOver = true;
    await reads;
  }
  const { times, statuses } = await checks;
  await gate.stop();
  expect([...statuses]).toEqual([200]);
  // How many there were is the machine's doing: each side got answers all along.
  expect(times.length).toBeGreaterThan(SIDES * 10);
  expect(Math.max(...times)).toBeLessThan(CHECK_TIMEOUT_MS);
}, 120_000);
