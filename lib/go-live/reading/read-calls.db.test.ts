import { beforeAll, describe, expect, it } from "vitest";

import { createDayPartitions } from "@/db/day-partitions";
import { calls } from "@/db/schema/calls";
import { testDatabase } from "@/db/testing/database";
import { explainQuery } from "@/db/testing/plan";
import { makeTenant, type Tenant } from "@/db/testing/tenant";

import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { latestCallsQuery, readinessCallsQuery, readKeyCalls, readLatestCalls } from "./read-calls";

const database = testDatabase(useDatabase);
const NOW = new Date("2026-11-29T12:00:00.000Z");
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

let tenant: Tenant<"dev">;
beforeAll(async () => {
  tenant = await makeTenant(database.db, { dev: "developer" }, { environment: "sandbox" });
  const client = await database.owner.connect();
  await createDayPartitions(client, new Date(NOW.getTime() - 31 * DAY));
  client.release();
});

type SomeCall = { readonly agoMs: number; readonly method?: string; readonly path?: string };

async function addCalls(keyId: string, some: readonly SomeCall[], accountId = tenant.account.id) {
  const rows = some.map(({ agoMs, method = "POST", path = "/v1/agreements" }) => ({
    id: newId(),
    at: new Date(NOW.getTime() - agoMs),
    accountId,
    keyId,
    credentialId: newId(),
    userId: tenant.people.dev.id,
    method,
    path,
    code: "allowed" as const,
    scopesNeeded: ["agreements:write" as const],
  }));
  for (let first = 0; first < rows.length; first += 1_000) {
    await database.db.insert(calls).values(rows.slice(first, first + 1_000));
  }
}

const everyMs = (count: number, stepMs: number, firstMs: number): SomeCall[] =>
  Array.from({ length: count }, (_, index) => ({ agoMs: firstMs + index * stepMs }));
const polled = (count: number, firstMs: number): SomeCall[] =>
  everyMs(count, 1_000, firstMs).map((call) => ({ ...call, method: "GET", path: "/v1/agreements/1" }));
const read = (keyId: string) => readKeyCalls(database.db, tenant.account.id, keyId, NOW);

describe("of a key that called 300,000 times in a month", () => {
  const CALLS = 300_000;
  const keyId = newId();

  beforeAll(async () => {
    await database.owner.query(
      `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
       select gen_random_uuid(), $3::timestamptz - n * interval '1 second' * (30 * 86400.0 / $4), $1, $2, $2, 'POST', '/', 'allowed', '{}'
       from generate_series(1, $4::int) as n`,
      [tenant.account.id, keyId, NOW.toISOString(), CALLS],
    );
    await database.owner.query("analyze calls");
  }, 120_000);

  it("a page is read by index, and no more than the page", async () => {
    const accountId = tenant.account.id;
    const earliest = new Date(NOW.getTime() - 30 * DAY);
    const middle = { at: new Date(NOW.getTime() - 15 * DAY), id: newId() };
    for (const [name, before] of [
      ["the newest calls", null],
      ["calls before the middle of the month", middle],
    ] as const) {
      const query = readinessCallsQuery(database.db, {
        accountId,
        keyId,
        earliest,
        before,
        limit: 2_000,
      }).toSQL();
      const nodes = await explainQuery(database.db.$client, query, name);
      const tables = nodes.filter((node) => /^calls(_|$)/.test(node["Relation Name"] ?? ""));
      const rows = tables.reduce(
        (sum, node) => sum + (node["Actual Rows"] ?? 0) * (node["Actual Loops"] ?? 1),
        0,
      );
      expect(rows, name).toBeGreaterThanOrEqual(2_000);
      // The first row of every day is looked at, to know which day is next.
      expect(rows, name).toBeLessThan(2_000 + tables.length + 1);
      const wasted = tables.reduce((sum, node) => sum + (node["Rows Removed by Filter"] ?? 0), 0);
      expect(wasted, name).toBe(0);
    }
  });
});

describe("of a page of keys that called 2,000 times each", () => {
  const keyIds = Array.from({ length: 50 }, () => newId());

  beforeAll(async () => {
    await database.owner.query(
      `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed)
       select gen_random_uuid(), $3::timestamptz - n * interval '20 minutes', $1, key_id, key_id, 'POST', '/', 'allowed', '{}'
       from unnest($2::uuid[]) as key_id, generate_series(1, 2000) as n`,
      [tenant.account.id, keyIds, NOW.toISOString()],
    );
    await database.owner.query("analyze calls");
  }, 120_000);

  it("the last 200 calls of each are read by index, and no more", async () => {
    const earliest = new Date(NOW.getTime() - 30 * DAY);
    const query = latestCallsQuery(database.db, { accountId: tenant.account.id, keyIds, earliest }).toSQL();
    const nodes = await explainQuery(database.db.$client, query, "the last calls of 50 keys");
    const tables = nodes.filter((node) => /^calls(_|$)/.test(node["Relation Name"] ?? ""));
    const rows = tables.reduce(
      (sum, node) => sum + (node["Actual Rows"] ?? 0) * (node["Actual Loops"] ?? 1),
      0,
    );
    expect(rows).toBeGreaterThanOrEqual(50 * 200);
    // The first row of every day is looked at, to know which day is next.
    expect(rows).toBeLessThan(50 * (200 + tables.length + 1));
  });
});

describe("the last calls of each key", () => {
  it("say the same as all of them where there are no more, or they suffice", async () => {
    const [few, enough, none] = [newId(), newId(), newId()];
    await addCalls(few, everyMs(14, MINUTE, MINUTE));
    await addCalls(enough, everyMs(260, MINUTE, MINUTE));
    const latest = await readLatestCalls(database.db, tenant.account.id, [few, enough, none], NOW);
    expect(latest.get(few)).toEqual({ ...(await read(few)), isCut: false });
    expect(latest.get(enough)).toMatchObject({ isCut: false, window: { count: 185 } });
    expect(latest.get(none)).toMatchObject({ isCut: false, calls: [], window: { count: 0 } });
  });

  it("say that they are cut where older ones may count for more, and never count too many", async () => {
    const keyId = newId();
    await addCalls(keyId, [...polled(400, MINUTE), ...everyMs(20, MINUTE, 2 * DAY)]);
    const latest = await readLatestCalls(database.db, tenant.account.id, [keyId], NOW);
    expect(latest.get(keyId)).toMatchObject({ isCut: true, window: { count: 0 } });
    expect((await read(keyId)).window.count).toBe(20);
  });

  it("are the key's own, of this account, of the last 30 days", async () => {
    const keyId = newId();
    const elsewhere = await makeTenant(database.db, { eve: "admin" }, { environment: "sandbox" });
    await addCalls(keyId, [{ agoMs: MINUTE }, { agoMs: 30 * DAY + 1 }]);
    await addCalls(keyId, [{ agoMs: MINUTE }], elsewhere.account.id);
    const latest = await readLatestCalls(database.db, tenant.account.id, [keyId], NOW);
    expect(latest.get(keyId)?.calls).toHaveLength(1);
  });
});

describe("the calls that count for Go Live", () => {
  it("are the key's own, of this account, of the last 30 days", async () => {
    const [keyId, other] = [newId(), newId()];
    const elsewhere = await makeTenant(database.db, { eve: "admin" }, { environment: "sandbox" });
    await addCalls(keyId, [{ agoMs: MINUTE }, { agoMs: 30 * DAY }, { agoMs: 30 * DAY + 1 }]);
    await addCalls(other, [{ agoMs: MINUTE }]);
    await addCalls(keyId, [{ agoMs: MINUTE }], elsewhere.account.id);
    const { calls: found, since, window } = await read(keyId);
    expect(found.map(({ at }) => NOW.getTime() - at.getTime())).toEqual([30 * DAY, MINUTE]);
    expect(since).toEqual(new Date(NOW.getTime() - 30 * DAY));
    expect(window.count).toBe(1);
  });

  it("are looked for further back while those that are newer do not suffice", async () => {
    const keyId = newId();
    await addCalls(keyId, [...polled(4_500, MINUTE), ...everyMs(20, MINUTE, 2 * DAY)]);
    const { window, violations, since } = await read(keyId);
    expect(window).toMatchObject({ count: 20, from: new Date(NOW.getTime() - 2 * DAY - 19 * MINUTE) });
    expect(violations).toMatchObject([{ rule: "polling", callIds: { length: 4_499 } }]);
    expect(since).toEqual(new Date(NOW.getTime() - 30 * DAY));
  });

  it("are looked for no further than needed, and among the last 10,000 at most", async () => {
    const [enough, never] = [newId(), newId()];
    await addCalls(enough, everyMs(2_600, MINUTE, MINUTE));
    const early = await read(enough);
    expect(early.since).toEqual(new Date(NOW.getTime() - 2_000 * MINUTE + 15 * MINUTE));
    expect(early.calls[0]?.at).toEqual(early.since);
    expect(early.window.count).toBe(1_440);
    await addCalls(never, [...polled(10_100, MINUTE), ...everyMs(20, MINUTE, 2 * DAY)]);
    const late = await read(never);
    expect(late.window.count).toBe(0);
    expect(late.since).toEqual(new Date(NOW.getTime() - MINUTE - 9_999 * 1_000 + 15 * MINUTE));
  });
});
