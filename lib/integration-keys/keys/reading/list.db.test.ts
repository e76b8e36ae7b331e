import { beforeAll, describe, expect, it } from "vitest";

import { integrationKeys } from "@/db/schema/integration-keys";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant, type Tenant } from "@/db/testing/tenant";

import { KeyListQuery, type ListedKey } from "../../../contracts/keys/integration-keys";
import {
  EXPIRED_AMONG_LIVE_DAYS,
  isAmongLive,
  KEY_STATUSES,
  keyStatus,
  type KeyLife,
} from "../../../domain/keys/key-lifecycle";
import type { AccountContext } from "../../../kernel/context";
import { useDatabase } from "../../../kernel/database";
import { idAt, newGuid } from "../../../platform/ids";
import { listIntegrationKeys } from "./list";

const database = testDatabase(useDatabase);

type Given = Partial<KeyLife> & {
  readonly name?: string;
  readonly at?: Date;
  readonly clientId?: string;
  readonly lastFour?: string;
  readonly method?: "long_lived" | "oauth";
};

/** Keys as the verbs would leave them, in any state. */
async function insert(tenant: Tenant<"ada">, keys: readonly Given[]): Promise<void> {
  await database.db.insert(integrationKeys).values(
    keys.map((key) => ({
      id: idAt(key.at ?? new Date()),
      accountId: tenant.account.id,
      environment: tenant.account.environment,
      clientId: key.clientId ?? newGuid(),
      name: key.name ?? "Key",
      method: key.method ?? "long_lived",
      scopes: ["agreements:read" as const],
      createdBy: tenant.people.ada.id,
      createdAt: key.at ?? new Date(),
      expiresAt: key.expiresAt === undefined ? new Date(Date.now() + 1e9) : key.expiresAt,
      revokedAt: key.revokedAt ?? null,
      revokedBy: key.revokedAt ? tenant.people.ada.id : null,
      retiresAt: key.retiresAt ?? null,
      lastFour: key.lastFour ?? "zzzz",
    })),
  );
}

async function allPages(
  ctx: AccountContext,
  query: Record<string, unknown>,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<ListedKey[]> {
  const keys: ListedKey[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIntegrationKeys(ctx, KeyListQuery.parse({ ...query, cursor }));
    keys.push(...page.data);
    cursor = page.nextCursor ?? undefined;
    await between();
  } while (cursor);
  return keys;
}

describe("paging", () => {
  it("shows every key once, newest first, while others are made", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const first = Date.now() - 1_000_000;
    await insert(
      tenant,
      Array.from({ length: 53 }, (_, index) => ({
        name: `Old ${index}`,
        at: new Date(first + index * 1_000),
      })),
    );
    const keys = await allPages(contextOf(tenant, "ada"), { limit: 7 }, () =>
      insert(tenant, [{ name: "New" }]),
    );
    expect(keys.map((key) => key.name)).toEqual(
      Array.from({ length: 53 }, (_, index) => `Old ${52 - index}`),
    );
  });

  it("ends exactly at a full page", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    await insert(
      tenant,
      Array.from({ length: 10 }, () => ({})),
    );
    const page = await listIntegrationKeys(contextOf(tenant, "ada"), { q: "", limit: 10 });
    expect([page.data.length, page.nextCursor]).toEqual([10, null]);
  });

  it("gives no page of more than 100 keys: no answer grows with the account", () => {
    const accepted = [0, 1, 100, 101, 1e9, Infinity, "all"].filter(
      (limit) => KeyListQuery.safeParse({ limit }).success,
    );
    expect(accepted).toEqual([1, 100]);
    expect(KeyListQuery.parse({}).limit).toBe(50);
  });

  it("tells nothing by another account's cursor", async () => {
    const ours = await makeTenant(database.db, { ada: "admin" });
    const theirs = await makeTenant(database.db, { ada: "admin" });
    await insert(ours, [{ name: "Ours" }]);
    await insert(theirs, [{ name: "Theirs" }, { name: "Theirs" }]);
    const [cursor] = (await allPages(contextOf(ours, "ada"), {})).map((key) => key.id);
    for (const key of await allPages(contextOf(theirs, "ada"), { cursor })) expect(key.name).toBe("Theirs");
  });
});

describe("the status filter", () => {
  it("agrees with the domain on every life that a key can have", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const now = Date.now();
    const around = [null, ...[-100_000, -60_000, 60_000, 100_000].map((ms) => new Date(now + ms))];
    const lives = around.flatMap((expiresAt) =>
      around.flatMap((retiresAt) =>
        around
          // A revocation is never in the future: it carries the instant at which it was made.
          .filter((revokedAt) => revokedAt === null || revokedAt.getTime() < now)
          .map((revokedAt) => ({ expiresAt, retiresAt, revokedAt, method: "oauth" as const })),
      ),
    );
    await insert(
      tenant,
      lives.map((life, index) => ({ ...life, name: `Life ${index}` })),
    );
    const found: Record<string, string> = {};
    for (const status of KEY_STATUSES) {
      for (const key of await allPages(contextOf(tenant, "ada"), { status, limit: 100 })) {
        expect(key.status).toBe(status);
        expect(found).not.toHaveProperty([key.name]);
        found[key.name] = status;
      }
    }
    expect(found).toEqual(
      Object.fromEntries(lives.map((life, index) => [`Life ${index}`, keyStatus(life, new Date(now))])),
    );
  });

  it("has each key either among the live ones or among the ended ones, as the domain says", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const now = Date.now();
    const week = EXPIRED_AMONG_LIVE_DAYS * 86_400_000;
    const ends = [null, ...[-week - 60_000, -week + 60_000, -60_000, 60_000].map((ms) => new Date(now + ms))];
    const lives = ends.flatMap((expiresAt) =>
      ends.flatMap((retiresAt) =>
        [null, new Date(now - 60_000)].map((revokedAt) => ({
          expiresAt,
          retiresAt,
          revokedAt,
          method: "oauth" as const,
        })),
      ),
    );
    await insert(
      tenant,
      lives.map((life, index) => ({ ...life, name: `Life ${index}` })),
    );
    const namesOf = async (status: string) =>
      (await allPages(contextOf(tenant, "ada"), { status, limit: 100 })).map((key) => key.name).toSorted();
    const expected = (isLive: boolean) =>
      lives
        .flatMap((life, index) => (isAmongLive(life, new Date(now)) === isLive ? [`Life ${index}`] : []))
        .toSorted();
    expect(await namesOf("live")).toEqual(expected(true));
    expect(await namesOf("ended")).toEqual(expected(false));
    expect(expected(true).length).toBeGreaterThan(3);
  });

  it("left out leaves no key out: programs read the list too", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    // Made at different times: ids of one millisecond are in no order.
    await insert(tenant, [
      { name: "Live", at: new Date(Date.now() - 1_000) },
      { name: "Gone", revokedAt: new Date() },
    ]);
    expect((await allPages(contextOf(tenant, "ada"), {})).map((key) => key.name)).toEqual(["Gone", "Live"]);
  });
});

describe("searching", () => {
  const keys = [
    { name: "Nightly export" },
    { name: "100% coverage" },
    { name: "snake_case name" },
    { name: "back\\slash" },
    { name: "Über-Schlüssel Zürich" },
    { name: "plain", clientId: "deadbeef-1111-4111-8111-111111111111" },
    { name: "other", clientId: "deadbeef-2222-4222-8222-222222222222", lastFour: "Ab1_".replace("_", "x") },
    { name: "CRM sync", lastFour: "beef" },
    { name: "契約書の同期" },
    { name: "nightly-k-y_sync" },
    { name: "می\u200Cخواهم" },
    { name: "👩\u200D🚀 fleet" },
  ];
  let tenant: Tenant<"ada">;
  beforeAll(async () => {
    tenant = await makeTenant(database.db, { ada: "admin" });
    await insert(tenant, keys);
    const neighbour = await makeTenant(database.db, { ada: "admin" });
    await insert(neighbour, [{ name: "Nightly export of the neighbour", lastFour: "Ab1x" }]);
  });

  it.each<[q: string, names: string[]]>([
    ["", keys.map((key) => key.name)],
    ["   ", keys.map((key) => key.name)],
    ["nightly", ["Nightly export", "nightly-k-y_sync"]],
    ["NIGHTLY EXP", ["Nightly export"]],
    ["  export ", ["Nightly export"]],
    ["ightl", ["Nightly export", "nightly-k-y_sync"]],
    ["%", ["100% coverage"]],
    ["100%", ["100% coverage"]],
    ["0% c", ["100% coverage"]],
    ["_case", ["snake_case name"]],
    ["k_slash", []],
    ["k\\s", ["back\\slash"]],
    ["\\", ["back\\slash"]],
    ["_", ["nightly-k-y_sync", "snake_case name"]],
    ["Über", ["Über-Schlüssel Zürich"]],
    ["U\u0308ber", ["Über-Schlüssel Zürich"]],
    ["Schlüssel", ["Über-Schlüssel Zürich"]],
    ["deadbeef", ["plain", "other"]],
    ["DEADBEEF-2222", ["other"]],
    ["deadbeef-1111-4111-8111-111111111111", ["plain"]],
    ["eadbeef", []],
    ["Ab1x", ["other"]],
    ["ab1x", []],
    ["beef", ["CRM sync"]],
    ["cr", ["CRM sync"]],
    ["sy", ["CRM sync", "nightly-k-y_sync"]],
    // One or two characters are found anywhere, and three that are no letters in a row.
    ["rm", ["CRM sync"]],
    ["mr", []],
    [
      "c",
      [
        "100% coverage",
        "CRM sync",
        "nightly-k-y_sync",
        "snake_case name",
        "back\\slash",
        "Über-Schlüssel Zürich",
      ],
    ],
    ["契", ["契約書の同期"]],
    ["約書", ["契約書の同期"]],
    ["約書の", ["契約書の同期"]],
    ["書約", []],
    ["契約書の同期", ["契約書の同期"]],
    ["k-y", ["nightly-k-y_sync"]],
    ["y-k", ["nightly-k-y_sync"]],
    ["-y", ["nightly-k-y_sync"]],
    ["Y_S", ["nightly-k-y_sync"]],
    ["ü", ["Über-Schlüssel Zürich"]],
    ["r-", ["Über-Schlüssel Zürich"]],
    // Joiners that a name needs are looked for with it; one at the end of what was typed so far is none.
    ["می\u200Cخواهم", ["می\u200Cخواهم"]],
    ["می\u200C", ["می\u200Cخواهم"]],
    ["خو", ["می\u200Cخواهم"]],
    ["👩\u200D🚀", ["👩\u200D🚀 fleet"]],
    ["👩\u200D", ["👩\u200D🚀 fleet"]],
    ["fl\u200Deet", ["👩\u200D🚀 fleet"]],
    // As names are kept: any white space is one space, invisible characters are none.
    ["Nightly\u00A0export", ["Nightly export"]],
    ["nightly \u3000 export", ["Nightly export"]],
    ["y\u00A0e", ["Nightly export"]],
    ["Night\u200Bly\uFEFF", ["Nightly export", "nightly-k-y_sync"]],
    ["deadbeef-1111\u2060-4111", ["plain"]],
    ["\u00A0", keys.map((key) => key.name)],
    ["' or 1=1 --", []],
  ])("%j finds %j", async (q, names) => {
    const found = await allPages(contextOf(tenant, "ada"), { q });
    expect(found.map((key) => key.name).toSorted()).toEqual(names.toSorted());
  });

  it("narrows together with the filters", async () => {
    const ctx = contextOf(tenant, "ada");
    const query = { q: "export", status: "active", method: "long_lived", createdBy: tenant.people.ada.id };
    expect(await allPages(ctx, query)).toHaveLength(1);
    expect(await allPages(ctx, { ...query, method: "oauth" })).toHaveLength(0);
    expect(await allPages(ctx, { ...query, status: "revoked" })).toHaveLength(0);
    expect(await allPages(ctx, { ...query, createdBy: crypto.randomUUID() })).toHaveLength(0);
  });
});
