import { count, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { integrationKeys } from "@/db/schema/integration-keys";
import { insertManyKeys } from "@/db/seed/many-keys";
import { testDatabase } from "@/db/testing/database";
import { explainQuery } from "@/db/testing/plan";
import { makeTenant, type Tenant } from "@/db/testing/tenant";

import { KeyListQuery, type KeyListInput } from "../contracts/integration-keys";
import { useDatabase } from "../kernel/database";
import { keyPageQuery } from "./list";

const KEYS = 100_000;
const database = testDatabase(useDatabase);

describe("at 100,000 keys in an account, no page reads the table from end to end", () => {
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
  }, 120_000);

  it("which the account has", async () => {
    const [row] = await database.db
      .select({ keys: count() })
      .from(integrationKeys)
      .where(eq(integrationKeys.accountId, tenant.account.id));
    expect(row?.keys).toBe(KEYS);
  });

  /** The third: rows of keys that a page may look at and throw away, where it is more than 10,000. */
  const pages: [name: string, input: () => Partial<KeyListInput>, wastedRowsMax?: number][] = [
    ["the first page", () => ({})],
    ["a page in the middle", () => ({ cursor: sample.id })],
    ["active keys", () => ({ status: "active" })],
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
    ["two letters that begin no word", () => ({ q: "zq" })],
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
