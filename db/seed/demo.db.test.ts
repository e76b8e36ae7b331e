import { expect, it } from "vitest";

import { verifyChain } from "../../lib/audit/verify";
import { readKeyCalls } from "../../lib/go-live/reading/read-calls";
import { testDatabase } from "../testing/database";
import { seedDemo } from "./demo";
import { DEMO_ACCOUNTS } from "./demo-people";
import { insertManyKeys } from "./many-keys";

const database = testDatabase();

async function count(text: string): Promise<number> {
  const { rows } = await database.owner.query<{ n: string }>(`select count(*) as n from ${text}`);
  return Number(rows[0]?.n);
}

it("fills an empty database once, with counts that agree and records that verify", async () => {
  expect(await seedDemo(database.owner)).toBe(true);
  expect(await seedDemo(database.owner)).toBe(false);

  expect(await count("accounts")).toBe(Object.keys(DEMO_ACCOUNTS).length);
  const calls = await count("calls");
  expect(calls).toBeGreaterThan(5_000);
  expect(calls).toBeLessThanOrEqual(15_000);
  expect(await count("calls_default")).toBe(0);
  const { rows } = await database.owner.query<{ n: string }>("select sum(count) as n from call_hours");
  expect(Number(rows[0]?.n)).toBe(calls);
  // No call before its key was made, none allowed after its key ended.
  expect(
    await count(`calls c join integration_keys k on k.id = c.key_id where c.at < k.created_at
      or c.code = 'allowed' and (c.at >= k.expires_at or c.at >= k.revoked_at or c.at >= k.retires_at)`),
  ).toBe(0);

  const accounts = await database.owner.query<{ id: string }>(
    "select id from accounts union all select id from users",
  );
  for (const { id } of accounts.rows) {
    expect(await verifyChain(database.db, id)).toMatchObject({ isValid: true, differences: [] });
  }
}, 60_000);

it("has a key with 14 of 20 calls and a broken rule, and apps whose calls are what their review says", async () => {
  const { rows } = await database.owner.query<{ id: string; accountId: string; name: string; state: string }>(
    `select k.id, k.account_id as "accountId", k.name, coalesce(j.state, 'demo') as state
     from integration_keys k left join go_live_journeys j on j.key_id = k.id
     where k.environment = 'sandbox' and k.name in ('Contract import', 'Signing portal', 'Onboarding forms')
     order by k.name`,
  );
  const told = [];
  for (const { id, accountId, name, state } of rows) {
    const { window, violations } = await readKeyCalls(database.db, accountId, id, new Date());
    told.push([name, state, window.count, violations.map(({ rule }) => rule).join()]);
  }
  expect(told).toEqual([
    ["Contract import", "demo", 14, "polling"],
    // It goes on calling, with one secret and the next.
    ["Onboarding forms", "live", 204, ""],
    ["Signing portal", "review_pending", 24, ""],
  ]);
});

it("makes very many keys for an account, in every state", async () => {
  const { rows } = await database.owner.query<{ accountId: string; userId: string }>(
    `select a.id as "accountId", m.user_id as "userId" from accounts a join memberships m on m.account_id = a.id
     where a.name = 'Initech'`,
  );
  const [place] = rows;
  if (!place) throw new Error("the demo has this account");
  await insertManyKeys(database.owner, { ...place, environment: "production", count: 1_000 });
  const mine = `integration_keys where account_id = '${place.accountId}'`;
  expect(await count(mine)).toBe(1_000);
  expect(await count(`${mine} and revoked_at is not null`)).toBe(250);
  expect(await count(`${mine} and expires_at <= now()`)).toBeGreaterThan(0);
  expect(await count(`${mine} and retires_at is not null`)).toBeGreaterThan(0);
  expect(await count(`credentials where account_id = '${place.accountId}'`)).toBe(1_000);
});

it("has an app that changes from one secret to the next: most of its calls came with the new one", async () => {
  const { rows } = await database.owner.query<{ name: string; calls: string }>(
    `select s.name, count(*) as calls from calls c join access_tokens t on t.id = c.credential_id
     join credentials s on s.id = t.credential_id where c.at >= t.issued_at and c.at < t.expires_at group by s.name`,
  );
  expect(Object.fromEntries(rows.map(({ name, calls }) => [name, Number(calls)]))).toEqual({
    Server: 24,
    "Server, new": 180,
  });
});
