import { count, eq, type SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { beforeAll, describe, expect, it } from "vitest";

import { createDayPartitions } from "@/db/day-partitions";
import { integrationKeys } from "@/db/schema/integration-keys";
import { insertManyKeys } from "@/db/seed/many-keys";
import { testDatabase } from "@/db/testing/database";
import { explainQuery, type PlanNode } from "@/db/testing/plan";
import { contextOf, makeTenant, type Tenant } from "@/db/testing/tenant";

import { KeyListQuery, type KeyListInput } from "../../../contracts/keys/integration-keys";
import { spanOfRange } from "../../../domain/calls/usage-range";
import { decimal } from "../../../domain/format/numbers";
import { useDatabase } from "../../../kernel/database";
import { foundKeysQuery } from "../../../support/found";
import { foundPeopleQuery } from "../../../support/found-people";
import { usageRowsQuery } from "../../calls/usage";
import { dailyCallsQuery, keyPageQuery, listIntegrationKeys } from "./list";
import { knockAddressesQuery, knockCountsQuery } from "./list-knocks";

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

describe("at 100,000 keys in an account", () => {
  let tenant: Tenant<"ada" | "grace">;
  let sample: { id: string; clientId: string; lastFour: string; name: string };

  beforeAll(async () => {
    tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    const others = await makeTenant(database.db, { gus: "admin" });
    const environment = "production";
    await insertManyKeys(database.owner, {
      accountId: others.account.id,
      userId: others.people.gus.id,
      environment,
      count: 2_000,
    });
    await insertManyKeys(database.owner, {
      accountId: tenant.account.id,
      userId: tenant.people.ada.id,
      environment,
      count: KEYS,
    });
    const { rows } = await database.owner.query(
      `select id, client_id as "clientId", last_four as "lastFour", name from integration_keys
       where account_id = $1 order by id limit 1 offset $2`,
      [tenant.account.id, KEYS / 2],
    );
    sample = rows[0];
    // As the one below: half a minute of a core, of which others may want most.
  }, 300_000);

  it("which the account has", async () => {
    const [row] = await database.db
      .select({ keys: count() })
      .from(integrationKeys)
      .where(eq(integrationKeys.accountId, tenant.account.id));
    expect(row?.keys).toBe(KEYS);
  });

  describe("no page reads the table from end to end", () => {
    /** The third: rows of keys that a page may look at and throw away, where it is more than 10,000. */
    const pages: [name: string, input: () => Partial<KeyListInput>, wastedRowsMax?: number][] = [
      ["the first page", () => ({})],
      ["a page in the middle", () => ({ cursor: sample.id })],
      ["active keys", () => ({ status: "active" })],
      ["live keys", () => ({ status: "live" })],
      ["ended keys", () => ({ status: "ended" })],
      ["retiring keys", () => ({ status: "retiring" })],
      ["expired keys", () => ({ status: "expired" })],
      ["revoked keys", () => ({ status: "revoked" })],
      ["revoked keys from the middle on", () => ({ status: "revoked", cursor: sample.id })],
      ["long-lived keys", () => ({ method: "long_lived" })],
      ["OAuth apps, of which there are none", () => ({ method: "oauth" })],
      ["keys of the one creator", () => ({ createdBy: tenant.people.ada.id })],
      ["keys of somebody who has none", () => ({ createdBy: tenant.people.grace.id })],
      ["a whole name", () => ({ q: sample.name })],
      ["a part of a name that many have", () => ({ q: "export" })],
      ["a part of a name that nobody has", () => ({ q: "zzzzzz" })],
      ["two letters that are in no name", () => ({ q: "zq" })],
      ["two letters in the middle of many", () => ({ q: "ep" })],
      ["two letters of every name that never meet", () => ({ q: "yl" })],
      ["a hyphen, which every name has", () => ({ q: "-" })],
      ["characters of which none is a letter", () => ({ q: "-- " })],
      ["one Chinese character", () => ({ q: "契" })],
      ["a Chinese word", () => ({ q: "契約書" })],
      ["a GUID", () => ({ q: sample.clientId })],
      ["the beginning of a GUID", () => ({ q: sample.clientId.slice(0, 8) })],
      ["the last four characters", () => ({ q: sample.lastFour })],
      ["one letter", () => ({ q: "z" })],
      ["a name among active keys", () => ({ q: "hourly", status: "active" })],
      // All of these are revoked. The planner can't know, and walks the account along the index of the list once.
      ["a common name that no active key has", () => ({ q: "nightly", status: "active" }), 2 * KEYS],
      ["a rare name among revoked keys", () => ({ q: "zzzzzz", status: "revoked" })],
    ];

    it.each(pages)("%s", async (name, input, wastedRowsMax = 10_000) => {
      const query = keyPageQuery(database.db, tenant.account.id, KeyListQuery.parse(input())).toSQL();
      const nodes = await explainQuery(database.db.$client, query, name);
      const keyNodes = nodes.filter((node) => node["Relation Name"] === "integration_keys");
      const wasted = keyNodes.map(
        (node) =>
          ((node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0)) *
          (node["Actual Loops"] ?? 1),
      );
      expect(keyNodes.map((node) => node["Node Type"])).not.toContain("Seq Scan");
      expect(Math.max(0, ...wasted)).toBeLessThan(wastedRowsMax);
    });
  });

  it("support's search in any account finds keys and people by index", async () => {
    await database.owner.query(
      `insert into users (id, email, name)
       select gen_random_uuid(), 'person' || n || '@many.example', 'Person ' || n from generate_series(1, 50000) as n`,
    );
    await database.owner.query("vacuum analyze users");
    const texts = {
      "a GUID": sample.clientId,
      "the beginning of a GUID": sample.clientId.slice(0, 8),
      "the last four characters": sample.lastFour,
      "the last four as pages write them": `ik_live_…${sample.lastFour}`,
      "an id": sample.id,
      "a part of a name that many have": "export",
      "a part of a name that nobody has": "zzzzzz",
      "the address of a person": "person4711@many",
    };
    for (const [name, text] of Object.entries(texts)) {
      await explained(foundKeysQuery(database.db, text).toSQL(), `keys by ${name}`);
      await explained(foundPeopleQuery(database.db, text).toSQL(), `people by ${name}`);
    }
    await explained(foundKeysQuery(database.db, sample.name).toSQL(), "keys by a whole name");
    await explained(foundKeysQuery(database.db, "契約書").toSQL(), "keys by a Chinese word");
  }, 60_000);

  describe("and a million calls, what is drawn about busy ones comes by index", () => {
    let busy: string[];

    beforeAll(async () => {
      const accountId = tenant.account.id;
      const client = await database.owner.connect();
      await createDayPartitions(client, new Date(Date.now() - DAYS * DAY));
      client.release();
      const run = (text: string, values: unknown[]) => database.owner.query<{ id: string }>(text, values);
      // The newest page: half of it revoked long ago, half expired, and every one of them still called.
      const { rows } = await run(
        "select id from integration_keys where account_id = $1 order by id desc limit $2",
        [accountId, BUSY],
      );
      busy = rows.map((row) => row.id);
      await database.tamper(
        `update integration_keys set
           revoked_at = case when row.n % 2 = 0 then now() - interval '58 days' end,
           revoked_by = case when row.n % 2 = 0 then created_by end,
           retires_at = null, expires_at = now() - interval '57 days'
         from unnest($1::uuid[]) with ordinality as row (key_id, n) where id = row.key_id`,
        [busy],
      );
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
      await explained(
        dailyCallsQuery(database.db, tenant.account.id, busy).toSQL(),
        "calls per day of a page",
      );
    });

    it("the page says of each how often it was called, and from at least how many addresses", async () => {
      const start = performance.now();
      const { data } = await listIntegrationKeys(
        contextOf(tenant, "ada"),
        KeyListQuery.parse({ limit: BUSY }),
      );
      process.stdout.write(`${decimal(performance.now() - start, 1).padStart(7)} ms  the whole page\n`);
      expect(data.map((key) => key.knock)).toEqual(
        data.map((key) =>
          expect.objectContaining({ reason: key.status, addresses: 200, areAddressesExact: false }),
        ),
      );
    });
  });
});
