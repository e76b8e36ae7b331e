/** Readiness is what a check would find: 503 wherever every check is 503, and nothing left behind by asking. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKey } from "@/db/testing/key";
import { makeTenant } from "@/db/testing/tenant";

import { authorizeWith, call } from "./testing/ask";
import { startGate, type GateProcess } from "./testing/gate-process";
import { until } from "./testing/until";

// Most of the time goes into starting processes.
vi.setConfig({ testTimeout: 60_000 });

const database = testDatabase();
let gate: GateProcess;
let key: TestKey;
beforeAll(async () => {
  gate = await startGate(database.url);
  const tenant = await makeTenant(database.db, { ada: "admin" });
  key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
});
afterAll(() => gate.stop());

const sql = (text: string) => database.owner.query(text);

async function statuses(): Promise<readonly [check: number, ready: number]> {
  const check = await authorizeWith(gate.url, key.secret);
  return [check.status, (await call(gate.url, null, "/readyz")).status];
}

/** The gate's connections are made anew, with what is set for them now. */
async function reconnect(): Promise<void> {
  await sql(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'countersign-gate'`);
}

/** As a disk without room has it: for a table that a check writes. */
const fillDisk = (table: string) => `
  create function no_room() returns trigger language plpgsql as $$ begin
    raise exception using errcode = '53100', message = 'could not extend file: No space left on device';
  end $$;
  create trigger no_room before insert on ${table} for each row execute function no_room();`;
const makeRoom = "drop function no_room cascade";

const FAULTS: readonly (readonly [string, () => Promise<unknown>, () => Promise<unknown>])[] = [
  [
    "a database that takes no writes, as a standby",
    async () => {
      await sql(
        "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$",
      );
      await reconnect();
    },
    async () => {
      await sql(
        "begin read write; do $$ begin execute format('alter database %I reset default_transaction_read_only', current_database()); end $$; commit",
      );
      await reconnect();
    },
  ],
  ["a disk without room for calls", () => sql(fillDisk("calls")), () => sql(makeRoom)],
  ["a disk without room for hourly counts", () => sql(fillDisk("call_hours")), () => sql(makeRoom)],
  ["a disk without room for last calls", () => sql(fillDisk("key_activity")), () => sql(makeRoom)],
  [
    "a role that may not write calls",
    () => sql("revoke insert on calls from countersign_app"),
    () => sql("grant insert on calls to countersign_app"),
  ],
  [
    "a schema without accounts",
    () => sql("alter table accounts rename to gone"),
    () => sql("alter table gone rename to accounts"),
  ],
];

/** What calls leave behind, counted. */
async function written(): Promise<unknown> {
  const { rows } = await sql(`select
    (select count(*)::int from calls) as calls, (select count(*)::int from call_hours) as hours,
    (select count(*)::int from key_activity) as activity,
    (select coalesce(sum(count), 0)::int from unknown_key_hours) as unknown`);
  return rows[0];
}

describe("GET /readyz", () => {
  it.each(FAULTS)(
    "is 503 while every check is 503 for %s, and 200 again with the checks",
    async (_, plant, mend) => {
      expect(await statuses()).toEqual([200, 200]);
      await plant();
      try {
        await until(async () => (await statuses()).join() === "503,503");
        expect(await (await call(gate.url, null, "/readyz")).json()).toMatchObject({
          code: "database_unavailable",
        });
      } finally {
        await mend();
      }
      await until(async () => (await statuses()).join() === "200,200");
    },
  );

  it("leaves no call and counts nothing, however often it is asked", async () => {
    const before = await written();
    for (let round = 0; round < 3; round += 1) {
      expect((await call(gate.url, null, "/readyz")).status).toBe(200);
    }
    expect(await written()).toEqual(before);
  });
});
