/** What is drawn about busy keys comes by index, in an account with 100,000 keys and a database with millions of calls. */
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { beforeAll, describe, expect, it } from "vitest";

import { createCallPartitions } from "@/db/call-partitions";
import { insertManyKeys } from "@/db/seed/many-keys";
import { testDatabase } from "@/db/testing/database";
import { explainQuery, type PlanNode } from "@/db/testing/plan";
import { contextOf, makeTenant, type Tenant } from "@/db/testing/tenant";

import { KeyListQuery } from "../contracts/integration-keys";
import { spanOfRange } from "../domain/usage-range";
import { useDatabase } from "../kernel/database";
import { dailyCallsQuery, listIntegrationKeys } from "./list";
import { knockAddressesQuery, knockCountsQuery } from "./list-knocks";
import { usageRowsQuery } from "./usage";

const KEYS = 100_000;
/** A page of the list. */
const BUSY = 50;
const DAYS = 60;
const CALLS_PER_KEY = 20_000;
const DAY = 86_400_000;
const database = testDatabase(useDatabase);

const isEmpty = (node: PlanNode) => (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0) === 0;
const isCalls = (node: PlanNode) => /^calls(_|$)/.test(node["Relation Name"] ?? "");
const rowsOf = (nodes: readonly PlanNode[]) =>
  nodes.reduce((sum, node) => sum + (node["Actual Rows"] ?? 0) * (node["Actual Loops"] ?? 1), 0);

async function explained(query: { readonly sql: string; readonly params: unknown[] }, name: string) {
  const nodes = await explainQuery(database.db.$client, query, name);
  const tables = nodes.filter((node) => node["Relation Name"] !== undefined);
  // The default partition and those of days ahead are empty: there is nothing in them to find by index.
  const read = tables.filter((node) => (node["Actual Loops"] ?? 0) > 0 && !isEmpty(node));
  expect(read.filter((node) => node["Node Type"] === "Seq Scan")).toEqual([]);
  return tables;
}

const textOf = (query: SQL) => new PgDialect().sqlToQuery(query);

describe("at 100,000 keys and a million calls", () => {
  let tenant: Tenant<"ada">;
  let busy: string[];

  beforeAll(async () => {
    tenant = await makeTenant(database.db, { ada: "admin" });
    const { id: accountId, environment } = tenant.account;
    await insertManyKeys(database.owner, {
      accountId,
      userId: tenant.people.ada.id,
      environment,
      count: KEYS,
    });
    const client = await database.owner.connect();
    await createCallPartitions(client, new Date(Date.now() - DAYS * DAY));
    client.release();
    const run = (text: string, values: unknown[]) => database.owner.query<{ id: string }>(text, values);
    // The newest page: half of it revoked long ago, half expired, and every one of them still called.
    const { rows } = await run(
      `update integration_keys set
         revoked_at = case when row.n % 2 = 0 then now() - interval '58 days' end,
         revoked_by = case when row.n % 2 = 0 then created_by end,
         retires_at = null, expires_at = now() - interval '57 days'
       from (select id as key_id, row_number() over (order by id desc) as n from integration_keys
         where account_id = $1 order by id desc limit $2) as row
       where id = row.key_id returning id`,
      [accountId, BUSY],
    );
    busy = rows.map((row) => row.id);
    await run(
      `insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed, address, user_agent)
       select gen_random_uuid(), now() - (n || ' seconds')::interval * ($3 * 86400.0 / $4), $1, key_id, key_id, 'GET', '/',
         'revoked_key', '{}', '192.0.2.' || n % 200, 'sync/1'
       from unnest($2::uuid[]) as key_id, generate_series(1, $4::int) as n`,
      [accountId, busy, DAYS - 3, CALLS_PER_KEY],
    );
    await run(
      `insert into call_hours (key_id, hour, code, account_id, count)
       select key_id, date_trunc('hour', at, 'UTC'), code, account_id, count(*) from calls where account_id = $1
       group by 1, 2, 3, 4`,
      [accountId],
    );
    await run(
      `insert into key_activity (key_id, account_id, first_call_at, last_call_at, last_code)
       select key_id, account_id, min(at), max(at), 'revoked_key' from calls where account_id = $1 group by 1, 2`,
      [accountId],
    );
    // A busy key that is alive, in every verdict, and the hours of many others.
    await run(
      `insert into call_hours (key_id, hour, code, account_id, count)
       select k.id, date_trunc('hour', now(), 'UTC') - n * interval '1 hour', code, $1, 40
       from (select id from integration_keys where account_id = $1 order by id limit 200) as k,
         generate_series(0, 744) as n, unnest(array['allowed', 'insufficient_scope', 'burst_limit_exceeded']) as code`,
      [accountId],
    );
    await database.owner.query("analyze calls, call_hours, integration_keys, key_activity");
  }, 300_000);

  it("a month of a busy key is read from its hourly counts alone", async () => {
    const { rows } = await database.owner.query<{ id: string }>(
      "select id from integration_keys where account_id = $1 order by id limit 1",
      [tenant.account.id],
    );
    const subject = {
      accountId: tenant.account.id,
      keyId: rows[0]?.id ?? "",
      span: spanOfRange("30d", new Date()),
    };
    const query = usageRowsQuery(database.db, subject);
    expect((await query).length).toBeGreaterThan(80);
    const tables = await explained(query.toSQL(), "a month of a busy key");
    expect(tables.filter(isCalls)).toEqual([]);
    expect(rowsOf(tables)).toBeLessThan(3 * 31 * 24 + 1);
  });

  it("a page of ended keys that are all still called looks at a bounded part of the record", async () => {
    const endedAt = new Date(Date.now() - 57 * DAY);
    const ended = busy.map((id) => ({ id, reason: "revoked" as const, endedAt }));
    const counted = await explained(
      textOf(knockCountsQuery(tenant.account.id, ended)),
      "how often, for a page",
    );
    expect(counted.filter(isCalls)).toEqual([]);
    expect(rowsOf(counted)).toBeLessThan(BUSY * (24 * (DAYS + 1)));
    const found = await explained(
      textOf(knockAddressesQuery(tenant.account.id, ended)),
      "from where, for a page",
    );
    expect(rowsOf(found.filter(isCalls))).toBeLessThan(BUSY * 301);
  });

  it("the calls per day of a page come by index", async () => {
    await explained(dailyCallsQuery(database.db, tenant.account.id, busy).toSQL(), "calls per day of a page");
  });

  it("the page says of each how often it was called, and from at least how many addresses", async () => {
    const start = performance.now();
    const { data } = await listIntegrationKeys(contextOf(tenant, "ada"), KeyListQuery.parse({ limit: BUSY }));
    process.stdout.write(`${(performance.now() - start).toFixed(1).padStart(7)} ms  the whole page\n`);
    expect(data.map((key) => key.knock)).toEqual(
      data.map((key) =>
        expect.objectContaining({ reason: key.status, addresses: 200, areAddressesExact: false }),
      ),
    );
  });
});
