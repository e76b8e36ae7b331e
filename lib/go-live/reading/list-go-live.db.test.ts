/** How far the keys of an account are (S5, R2): a page of them, with bounded work. */
import { beforeAll, describe, expect, it, vi } from "vitest";

import { createDayPartitions } from "@/db/day-partitions";
import { calls } from "@/db/schema/calls";
import { goLiveJourneys } from "@/db/schema/go-live";
import { insertManyKeys } from "@/db/seed/many-keys";
import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { explainQuery, type PlanNode } from "@/db/testing/plan";
import { contextOf, makeTenant, type Tenant } from "@/db/testing/tenant";

import "@/testing/console";

import { GoLiveList, GoLiveListQuery } from "../../contracts/go-live/go-live";
import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { goLiveCountsQuery, goLivePageQuery, listGoLive } from "./list-go-live";

const database = testDatabase(useDatabase);

beforeAll(async () => {
  const client = await database.owner.connect();
  await createDayPartitions(client, new Date());
  client.release();
});

const sandbox = () => makeTenant(database.db, { ada: "admin", dev: "developer" }, { environment: "sandbox" });
type Sandbox = Awaited<ReturnType<typeof sandbox>>;
const list = (tenant: Sandbox, person: "ada" | "dev", query: object = {}) =>
  listGoLive(contextOf(tenant, person), GoLiveListQuery.parse(query));

async function record(tenant: Sandbox, keyId: string, count: number): Promise<void> {
  await database.db.insert(calls).values(
    Array.from({ length: count }, () => ({
      id: newId(),
      at: new Date(),
      accountId: tenant.account.id,
      keyId,
      credentialId: newId(),
      method: "POST",
      path: "/v1/agreements",
      code: "allowed" as const,
      scopesNeeded: [],
    })),
  );
}

async function passReview(tenant: Sandbox, keyId: string): Promise<void> {
  const now = new Date();
  await database.db.insert(goLiveJourneys).values({
    keyId,
    accountId: tenant.account.id,
    state: "review_passed",
    reviewRequestedBy: tenant.people.ada.id,
    classification: "third_party",
    description: "Sends contracts",
    contact: "ada",
    reviewOutcome: "passed",
    reviewAt: now,
    reviewExpiresAt: new Date(now.getTime() + 60_000),
    findings: [],
    updatedAt: now,
  });
}

describe("the keys on their way", () => {
  it("are an account's working keys, newest first, each with what its board says", async () => {
    const tenant = await sandbox();
    const { account, people } = tenant;
    const called = await makeKey(database.db, account, people.dev.id);
    const app = await makeApp(database.db, account, people.ada.id);
    const reviewed = await makeKey(database.db, account, people.ada.id);
    await makeKey(database.db, account, people.ada.id, { expiresAt: new Date(Date.now() - 1_000) });
    await record(tenant, called.id, 14);
    await passReview(tenant, reviewed.id);
    const page = await list(tenant, "ada");
    expect(page).toMatchObject({
      nextCursor: null,
      data: [
        {
          key: { id: reviewed.id },
          state: "review_passed",
          window: null,
          openRun: null,
          review: { expectedBy: null },
        },
        { key: { id: app.id, method: "oauth" }, prerequisites: [{}, { code: "app_set_up", isMet: false }] },
        {
          key: { id: called.id },
          state: "demo",
          window: { count: 14, needed: 20 },
          openRun: { count: 14 },
          review: null,
        },
      ],
    });
    expect(GoLiveList.parse(page)).toEqual(page);
  });

  it("are a developer's own to a developer, and nobody's in production", async () => {
    const tenant = await sandbox();
    const own = await makeKey(database.db, tenant.account, tenant.people.dev.id);
    await makeKey(database.db, tenant.account, tenant.people.ada.id);
    expect((await list(tenant, "dev")).data.map(({ key }) => key.id)).toEqual([own.id]);
    const production = await makeTenant(database.db, { ada: "admin" });
    await makeKey(database.db, production.account, production.people.ada.id);
    const input = GoLiveListQuery.parse({});
    expect(await listGoLive(contextOf(production, "ada"), input)).toMatchObject({
      data: [],
      nextCursor: null,
      counts: { keys: 0 },
    });
  });

  it("are found by name, GUID or last four, and counted by their state whichever page is looked at", async () => {
    const tenant = await sandbox();
    const { account, people } = tenant;
    const made = [];
    for (let nth = 0; nth < 4; nth += 1) made.push(await makeKey(database.db, account, people.ada.id));
    const [first, second] = made;
    if (!first || !second) throw new Error("Keys were made");
    await makeKey(database.db, account, people.ada.id, { expiresAt: new Date(Date.now() - 1_000) });
    await passReview(tenant, first.id);
    await database.owner.query("update integration_keys set name = 'Nightly 100% import' where id = $1", [
      second.id,
    ]);
    const page = await list(tenant, "ada", { limit: "2" });
    expect(page.counts).toMatchObject({ keys: 4, states: { demo: 3, review_passed: 1, live: 0 } });
    const next = await list(tenant, "ada", { limit: "2", cursor: page.nextCursor });
    expect(next.counts).toBeNull();
    const found = async (q: string) => {
      const { data, counts } = await list(tenant, "ada", { q });
      return [data.map(({ key }) => key.id), counts?.keys];
    };
    expect(await found("100%")).toEqual([[second.id], 1]);
    const { data } = await list(tenant, "ada");
    const guid = data.find(({ key }) => key.id === first.id)?.key.clientId ?? "";
    expect(await found(guid.slice(0, 13))).toEqual([[first.id], 1]);
    expect(await found("nothing of the kind")).toEqual([[], 0]);
    expect((await list(tenant, "dev", { q: "100%" })).counts?.keys).toBe(0);
  });

  it("come a page at a time, each once", async () => {
    const tenant = await sandbox();
    const made: string[] = [];
    for (let nth = 0; nth < 5; nth += 1) {
      made.unshift((await makeKey(database.db, tenant.account, tenant.people.ada.id)).id);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(tenant, "ada", { limit: "2", ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ key }) => key.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(made);
  });
});

it("a page is read with as many statements for many keys as for one", async () => {
  const tenant = await sandbox();
  const statements = async () => {
    const sent = vi.spyOn(database.db.$client, "query");
    const { data } = await list(tenant, "ada");
    const count = sent.mock.calls.length;
    sent.mockRestore();
    return [data.filter(({ window }) => window?.count === 1).length, count];
  };
  const make = async () =>
    record(tenant, (await makeKey(database.db, tenant.account, tenant.people.ada.id)).id, 1);
  await make();
  expect(await statements()).toEqual([1, 4]);
  for (let nth = 0; nth < 9; nth += 1) await make();
  expect(await statements()).toEqual([10, 4]);
});

const keysRead = (nodes: readonly PlanNode[]) =>
  nodes
    .filter((node) => node["Relation Name"] === "integration_keys")
    .reduce((sum, node) => sum + (node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0), 0);

describe("at 20,000 keys in an account", () => {
  const KEYS = 20_000;
  let tenant: Tenant<"ada">;
  beforeAll(async () => {
    tenant = await makeTenant(database.db, { ada: "admin" }, { environment: "sandbox" });
    const other = await makeTenant(database.db, { eve: "admin" }, { environment: "sandbox" });
    for (const [account, person] of [
      [tenant.account, tenant.people.ada],
      [other.account, other.people.eve],
    ] as const) {
      await insertManyKeys(database.owner, {
        accountId: account.id,
        userId: person.id,
        environment: "sandbox",
        count: KEYS,
      });
    }
    await database.owner.query("analyze integration_keys");
  }, 120_000);

  it("a search and the counts read the account's keys once at most", async () => {
    const ctx = contextOf(tenant, "ada");
    const input = GoLiveListQuery.parse({ q: "zzz not there" });
    for (const [name, query] of [
      ["a search for what is not there", goLivePageQuery(database.db, ctx, input)],
      ["the count of a search", goLiveCountsQuery(database.db, ctx, input.q)],
      ["the count of all", goLiveCountsQuery(database.db, ctx, "")],
    ] as const) {
      const nodes = await explainQuery(database.db.$client, query.toSQL(), name);
      expect(keysRead(nodes), name).toBeLessThanOrEqual(KEYS);
    }
    const counts = (await listGoLive(ctx, GoLiveListQuery.parse({}))).counts;
    expect(counts?.keys).toBeGreaterThan(10_000);
  });

  it("no page reads a table from end to end", async () => {
    const query = goLivePageQuery(database.db, contextOf(tenant, "ada"), GoLiveListQuery.parse({}));
    const nodes = await explainQuery(database.db.$client, query.toSQL(), "the first page");
    const scanned = nodes.filter(
      (node) => node["Node Type"] === "Seq Scan" && (node["Actual Rows"] ?? 0) > 0,
    );
    expect(scanned.map((node) => node["Relation Name"])).toEqual([]);
    const keys = nodes.filter((node) => node["Relation Name"] === "integration_keys");
    expect(keys.length).toBeGreaterThan(0);
    for (const node of keys) {
      expect((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)).toBeLessThan(1_000);
    }
  });
});
