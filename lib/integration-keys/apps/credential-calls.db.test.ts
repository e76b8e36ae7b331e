import { beforeAll, expect, it } from "vitest";

import { createDayPartitions } from "@/db/day-partitions";
import { giveSecret } from "@/db/testing/app-credentials";
import { makeApp, type TestApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { explainQuery } from "@/db/testing/plan";
import { makeTenant, type Tenant } from "@/db/testing/tenant";

import { DAY_MS } from "../../domain/time/durations";
import { useDatabase } from "../../kernel/database";
import { CALLS_LOOKED_AT, credentialCallsQuery, readCredentialCalls } from "./credential-calls";

const database = testDatabase(useDatabase);
const NOW = new Date();
/** The calls of a million a month, of as many days as the question can reach. */
const DAYS = 3;
const CALLS = (1_000_000 / 30) * DAYS;
/** Calls with each token: of an app that gets a new one for every few calls, which is the most that there is to join. */
const CALLS_PER_TOKEN = 20;

let tenant: Tenant<"ada">;
let app: TestApp;
let secrets: { readonly old: string; readonly new: string };
beforeAll(async () => {
  tenant = await makeTenant(database.db, { ada: "admin" }, { environment: "sandbox" });
  app = await makeApp(database.db, tenant.account, tenant.people.ada.id);
  const give = async () => (await giveSecret(database.db, app, tenant.account.id)).id;
  secrets = { old: await give(), new: await give() };
  const client = await database.owner.connect();
  await createDayPartitions(client, new Date(NOW.getTime() - (DAYS + 1) * DAY_MS));
  client.release();
  // The tokens of the last days are still there: one of ten was got with the old secret.
  await database.owner.query(
    `insert into access_tokens (id, secret_hash, key_id, account_id, user_id, scopes, issued_at, expires_at, credential_id)
     select md5('token' || n)::uuid, sha256(('token' || n)::bytea), $1, $2, $3, '{}', at, at + interval '8 hours',
       case n % 10 when 0 then $4::uuid else $5::uuid end
     from (select n, $6::timestamptz - n * $7::int * interval '1 second' * ($8::int * 86400.0 / $9::int) as at
       from generate_series(0, $9::int / $7::int) as n) as made where at > $6::timestamptz - interval '8 days'`,
    [
      app.id,
      tenant.account.id,
      tenant.people.ada.id,
      secrets.old,
      secrets.new,
      NOW,
      CALLS_PER_TOKEN,
      DAYS,
      CALLS,
    ],
  );
  await database.owner.query(
    `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed, address, user_agent)
     select gen_random_uuid(), $3::timestamptz - n * interval '1 second' * ($4::int * 86400.0 / $5::int), $2, $1,
       md5('token' || (n / $6::int))::uuid, 'GET', '/', 'allowed', '{}', '192.0.2.' || n % 20, 'sync/1'
     from generate_series(1, $5::int) as n`,
    [app.id, tenant.account.id, NOW, DAYS, CALLS, CALLS_PER_TOKEN],
  );
  await database.owner.query("analyze calls, access_tokens");
}, 120_000);

it("a day of an app with a million calls a month is read by index, and no more than that day", async () => {
  const since = new Date(NOW.getTime() - DAY_MS);
  const subject = { keyId: app.id, accountId: tenant.account.id, since, now: NOW };
  const query = credentialCallsQuery(database.db, subject).toSQL();
  const nodes = await explainQuery(database.db.$client, query, "a day of calls by their credentials");
  const rowsOf = (table: RegExp) => {
    const found = nodes.filter((node) => table.test(node["Relation Name"] ?? ""));
    return found.reduce(
      (sum, node) =>
        sum +
        ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) * (node["Actual Loops"] ?? 1),
      0,
    );
  };
  const day = CALLS / DAYS;
  expect(rowsOf(/^calls(_|$)/)).toBeGreaterThan(day - 2);
  expect(rowsOf(/^calls(_|$)/)).toBeLessThan(Math.min(day, CALLS_LOOKED_AT) + 100);
  // Those of the day and of the eight hours before it, but for what else expires in the same days.
  expect(rowsOf(/^access_tokens(_|$)/)).toBeLessThan((3 * day) / CALLS_PER_TOKEN + 100);
  const { of, isComplete } = await readCredentialCalls(database.db, subject);
  expect(isComplete).toBe(true);
  const [old, fresh] = [of.get(secrets.old), of.get(secrets.new)];
  expect((old?.calls ?? 0) / ((old?.calls ?? 0) + (fresh?.calls ?? 0))).toBeCloseTo(0.1, 2);
  expect(of.has(null)).toBe(false);
  expect(old?.callers).toHaveLength(5);
  expect(old?.callersTotal).toBe(20);
});

it("of more calls than are looked at, it is told from when on all were", async () => {
  const since = new Date(NOW.getTime() - DAY_MS);
  const subject = { keyId: app.id, accountId: tenant.account.id, since, now: NOW, callsLookedAt: 1_000 };
  const reading = await readCredentialCalls(database.db, subject);
  expect(reading.isComplete).toBe(false);
  expect([...reading.of.values()].reduce((sum, { calls }) => sum + calls, 0)).toBe(1_000);
  const nth = (NOW.getTime() - reading.since.getTime()) / ((DAYS * DAY_MS) / CALLS);
  expect(nth).toBeCloseTo(1_000, 0);
});
