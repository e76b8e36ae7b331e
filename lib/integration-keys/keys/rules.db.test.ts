/** R1 to R6 and R10 for creating, replacing and revoking keys, as the capability enforces them. */
import { describe, expect, it } from "vitest";

import { databaseOf, openPool, type Database } from "@/db/client";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant, type Tenant, type TenantOptions } from "@/db/testing/tenant";
import { untilSomebodyWaits } from "@/db/testing/waiting";

import { ReplaceKeyBody } from "../../contracts/keys/integration-keys";
import { PROFILES, type Profile } from "../../domain/people/profiles";
import { LONG_LIVED_SCOPES, type Scope } from "../../domain/keys/scopes";
import { useDatabase } from "../../kernel/database";
import { createIntegrationKey } from "./making/create";
import { getIntegrationKey } from "./reading/get";
import { listIntegrationKeys } from "./reading/list";
import { replaceIntegrationKey } from "./making/replace";
import { revokeIntegrationKey } from "../revocations/revoke";

const database = testDatabase(useDatabase);
const DAY_MS = 86_400_000;

const newKey = (
  given: { name?: string; scopes?: Scope[]; expiresAt?: Date; idempotencyKey?: string } = {},
) => ({
  name: given.name ?? "Nightly export",
  method: "long_lived" as const,
  scopes: given.scopes ?? (["agreements:read"] satisfies Scope[]),
  allowedRanges: [],
  expiresAt: given.expiresAt,
  idempotencyKey: given.idempotencyKey ?? null,
});
const replacement = (keyId: string, given: Partial<Parameters<typeof replaceIntegrationKey>[1]> = {}) => ({
  name: "Nightly export 2",
  scopes: ["agreements:read"] satisfies Scope[],
  expiresAt: undefined,
  overlapSeconds: 3_600 as const,
  idempotencyKey: null,
  ...given,
  keyId,
});
const byAdmin = (options: TenantOptions = {}) => makeTenant(database.db, { ada: "admin" }, options);
type ByAdmin = Awaited<ReturnType<typeof byAdmin>>;
const create = (tenant: ByAdmin, given: Parameters<typeof newKey>[0] = {}) =>
  createIntegrationKey(contextOf(tenant, "ada"), newKey(given));

async function owner(statement: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  return (await database.owner.query(statement, values)).rows;
}

describe("R1: where keys are not available", () => {
  it.each([
    ["has_integration_keys = false", "feature_not_enabled"],
    ["plan = 'business'", "plan_not_eligible"],
    ["status = 'closed'", "account_closed"],
  ])("or are not any more once a change under way (%s) is done, none is made", async (change, code) => {
    const tenant = await byAdmin();
    const client = await database.owner.connect();
    await client.query("begin");
    await client.query(`update accounts set ${change} where id = $1`, [tenant.account.id]);
    const refused = expect(create(tenant)).rejects.toMatchObject({ code });
    await untilSomebodyWaits(database.owner);
    await client.query("commit");
    client.release();
    await refused;
  });

  it.each<[TenantOptions, string]>([
    [{ plan: "business", hasIntegrationKeys: true }, "plan_not_eligible"],
    [{ plan: "enterprise", hasIntegrationKeys: false }, "feature_not_enabled"],
  ])("%o: every verb is refused with %s", async (options, code) => {
    const tenant = await byAdmin(options);
    const ctx = contextOf(tenant, "ada");
    const id = crypto.randomUUID();
    await expect(create(tenant)).rejects.toMatchObject({ code });
    await expect(listIntegrationKeys(ctx, { q: "", limit: 50 })).rejects.toMatchObject({ code });
    await expect(getIntegrationKey(ctx, id)).rejects.toMatchObject({ code });
    await expect(replaceIntegrationKey(ctx, replacement(id))).rejects.toMatchObject({ code });
    await expect(revokeIntegrationKey(ctx, { keyId: id, reason: "x" })).rejects.toMatchObject({ code });
  });

  it("a sandbox account has them without the feature, and its keys say test", async () => {
    const { key, secret } = await create(
      await byAdmin({ environment: "sandbox", hasIntegrationKeys: false }),
    );
    expect(key).toMatchObject({ environment: "sandbox", prefix: "ik_test", status: "active" });
    expect(secret).toMatch(/^ik_test_/);
  });

  it("keeps keys over a lapsed plan, and shows them again when it returns", async () => {
    const tenant = await byAdmin();
    const { key } = await create(tenant);
    await owner("update accounts set plan = 'business' where id = $1", [tenant.account.id]);
    await expect(
      revokeIntegrationKey(contextOf(tenant, "ada"), { keyId: key.id, reason: "x" }),
    ).rejects.toMatchObject({ code: "plan_not_eligible" });
    await owner("update accounts set plan = 'enterprise' where id = $1", [tenant.account.id]);
    expect(await getIntegrationKey(contextOf(tenant, "ada"), key.id)).toMatchObject({ status: "active" });
  });
});

const everyone = () =>
  makeTenant(
    database.db,
    { ada: "admin", dev: "developer", eve: "developer", max: "member", vera: "viewer" },
    { environment: "sandbox" },
  );

describe("R2: who manages keys", () => {
  it("members and viewers are refused everything, with 403 and not 404", async () => {
    const tenant = await everyone();
    const { key } = await createIntegrationKey(contextOf(tenant, "ada"), newKey());
    for (const person of ["max", "vera"] as const) {
      const ctx = contextOf(tenant, person);
      const code = "forbidden";
      await expect(createIntegrationKey(ctx, newKey())).rejects.toMatchObject({ code });
      await expect(listIntegrationKeys(ctx, { q: "", limit: 50 })).rejects.toMatchObject({ code });
      await expect(getIntegrationKey(ctx, key.id)).rejects.toMatchObject({ code });
      await expect(replaceIntegrationKey(ctx, replacement(key.id))).rejects.toMatchObject({ code });
      await expect(revokeIntegrationKey(ctx, { keyId: key.id, reason: "x" })).rejects.toMatchObject({ code });
    }
  });

  it("in a closed account its keys can be seen, and nobody is offered to manage them", async () => {
    const tenant = await byAdmin();
    const { key } = await create(tenant);
    expect(key.canManage).toBe(true);
    const open = contextOf(tenant, "ada");
    const closed = { ...open, account: { ...open.account, status: "closed" as const } };
    expect(await getIntegrationKey(closed, key.id)).toMatchObject({ canManage: false });
    expect((await listIntegrationKeys(closed, { q: "", limit: 50 })).data).toMatchObject([
      { canManage: false },
    ]);
  });

  it("a developer creates keys, sees all, and manages the own ones only", async () => {
    const tenant = await everyone();
    const dev = contextOf(tenant, "dev");
    const own = await createIntegrationKey(dev, newKey());
    for (const person of ["ada", "eve"] as const) {
      const { key } = await createIntegrationKey(contextOf(tenant, person), newKey());
      expect(await getIntegrationKey(dev, key.id)).toMatchObject({ canManage: false });
      await expect(revokeIntegrationKey(dev, { keyId: key.id, reason: "x" })).rejects.toMatchObject({
        code: "not_key_creator",
      });
      await expect(replaceIntegrationKey(dev, replacement(key.id))).rejects.toMatchObject({
        code: "not_key_creator",
      });
    }
    expect(await getIntegrationKey(dev, own.key.id)).toMatchObject({ canManage: true });
    const next = await replaceIntegrationKey(dev, replacement(own.key.id));
    expect(await revokeIntegrationKey(dev, { keyId: next.key.id, reason: "x" })).toMatchObject({
      status: "revoked",
    });
  });

  it("an admin of another account is told that there is nothing", async () => {
    const { key } = await create(await byAdmin());
    const stranger = contextOf(await byAdmin(), "ada");
    const code = "not_found";
    await expect(getIntegrationKey(stranger, key.id)).rejects.toMatchObject({ code });
    await expect(replaceIntegrationKey(stranger, replacement(key.id))).rejects.toMatchObject({ code });
    await expect(revokeIntegrationKey(stranger, { keyId: key.id, reason: "x" })).rejects.toMatchObject({
      code,
    });
    expect((await listIntegrationKeys(stranger, { q: "", limit: 50 })).data).toEqual([]);
  });
});

const requireGoLive = (tenant: Tenant<"ada">) =>
  owner("update key_policies set is_go_live_required = true where account_id = $1", [tenant.account.id]);

describe("R3: where a key can be created", () => {
  it("not in a production account whose policy asks for Go Live, but still in a sandbox", async () => {
    const production = await byAdmin();
    const sandbox = await byAdmin({ environment: "sandbox" });
    await requireGoLive(production);
    await requireGoLive(sandbox);
    await expect(create(production)).rejects.toMatchObject({ code: "go_live_required" });
    expect((await create(sandbox)).key.status).toBe("active");
  });

  it("never an OAuth app in production", async () => {
    const ctx = contextOf(await byAdmin(), "ada");
    await expect(createIntegrationKey(ctx, { ...newKey(), method: "oauth" })).rejects.toMatchObject({
      code: "method_not_available",
    });
  });
});

describe("R4: replacing", () => {
  it("leaves name, scopes, method and expiry of the old key as they were", async () => {
    const tenant = await byAdmin();
    const ctx = contextOf(tenant, "ada");
    const old = await create(tenant, { scopes: ["agreements:read", "users:read"] });
    const before = await getIntegrationKey(ctx, old.key.id);
    const next = await replaceIntegrationKey(ctx, replacement(old.key.id, { scopes: ["emails:read"] }));
    const after = await getIntegrationKey(ctx, old.key.id);
    const { name, scopes, method, expiresAt, clientId, lastFour } = before;
    expect(after).toMatchObject({ name, scopes, method, expiresAt, clientId, lastFour });
    expect(after).toMatchObject({ status: "retiring", replacedByKeyId: next.key.id });
    expect(next.key).toMatchObject({ scopes: ["emails:read"], replacesKeyId: old.key.id, status: "active" });
    expect(next.secret).not.toBe(old.secret);
    expect(next.key.clientId).not.toBe(clientId);
  });

  it("without an overlap ends the old key at once, by whom and why", async () => {
    const tenant = await byAdmin();
    const ctx = contextOf(tenant, "ada");
    const old = await create(tenant);
    await replaceIntegrationKey(ctx, replacement(old.key.id, { overlapSeconds: 0 }));
    expect(await getIntegrationKey(ctx, old.key.id)).toMatchObject({
      status: "revoked",
      revokedBy: { id: tenant.people.ada.id },
      revokeReason: "Replaced without overlap",
    });
  });

  it("offers five overlaps and no others", () => {
    const body = { name: "x", scopes: ["agreements:read"] };
    const accepted = [0, 1, 60, 3_600, 86_400, 604_800, 2_592_000, 2_592_001, -1, "3600", null].filter(
      (overlapSeconds) => ReplaceKeyBody.safeParse({ ...body, overlapSeconds }).success,
    );
    expect(accepted).toEqual([0, 3_600, 86_400, 604_800, 2_592_000]);
  });

  it("is refused for a key that is replaced or revoked", async () => {
    const tenant = await byAdmin();
    const ctx = contextOf(tenant, "ada");
    const [replaced, revoked] = [await create(tenant), await create(tenant)];
    await replaceIntegrationKey(ctx, replacement(replaced.key.id));
    await revokeIntegrationKey(ctx, { keyId: revoked.key.id, reason: "x" });
    const refusals = [
      [replaced, "key_already_replaced"],
      [revoked, "key_already_revoked"],
    ] as const;
    for (const [{ key }, code] of refusals) {
      await expect(replaceIntegrationKey(ctx, replacement(key.id))).rejects.toMatchObject({ code });
    }
    expect((await listIntegrationKeys(ctx, { q: "", limit: 50 })).data).toHaveLength(3);
  });

  it("by ten at once makes one successor (I8)", async () => {
    const tenant = await byAdmin();
    const { key } = await create(tenant);
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => replaceIntegrationKey(contextOf(tenant, "ada"), replacement(key.id))),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "key_already_replaced" });
    }
  });

  it("has one successor at most, whatever writes it", async () => {
    const tenant = await byAdmin();
    const [a, b] = [await create(tenant), await create(tenant)];
    const claim = (id: string) =>
      owner("update integration_keys set replaces_key_id = $1 where id = $2", [a.key.id, id]);
    await claim(b.key.id);
    await expect(claim((await create(tenant)).key.id)).rejects.toMatchObject({ code: "23505" });
  });
});

const maximum = (tenant: Tenant<"ada">, days: number) =>
  owner("update key_policies set maximum_lifetime_days = $2 where account_id = $1", [
    tenant.account.id,
    days,
  ]);
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const refusal = (code: string) => ({ code: "validation_failed", errors: [{ pointer: "/expiresAt", code }] });

describe("R5: expiry", () => {
  it("is the policy's default where none is chosen, as an exact instant", async () => {
    const { key } = await create(await byAdmin());
    const oneYearOn = new Date(key.createdAt);
    oneYearOn.setUTCFullYear(oneYearOn.getUTCFullYear() + 1);
    expect(key.expiresAt).toBe(oneYearOn.toISOString());
  });

  it("is kept to the millisecond", async () => {
    const expiresAt = new Date(Date.now() + 3 * DAY_MS + 123);
    const { key } = await create(await byAdmin(), { expiresAt });
    expect(key.expiresAt).toBe(expiresAt.toISOString());
  });

  it("is refused in the past, beyond the policy, and beyond ten years under any policy", async () => {
    const tenant = await byAdmin();
    await expect(create(tenant, { expiresAt: inDays(-1) })).rejects.toMatchObject(refusal("expiry_in_past"));
    await expect(create(tenant, { expiresAt: inDays(367) })).rejects.toMatchObject(
      refusal("expiry_beyond_policy"),
    );
    await maximum(tenant, 3_650);
    expect((await create(tenant, { expiresAt: inDays(3_600) })).key.status).toBe("active");
    await expect(create(tenant, { expiresAt: inDays(3_660) })).rejects.toMatchObject(
      refusal("expiry_beyond_ceiling"),
    );
    await expect(maximum(tenant, 3_651)).rejects.toMatchObject({ code: "23514" });
  });
});

describe("R6: a key acts as its creator", () => {
  it.each(PROFILES)("granted everything, it may do what a present %s may", async (profile: Profile) => {
    const tenant = await byAdmin({ environment: "sandbox" });
    const ctx = contextOf(tenant, "ada");
    const { key } = await create(tenant, { scopes: [...LONG_LIVED_SCOPES] });
    expect(key.effectiveScopes).toEqual(LONG_LIVED_SCOPES);
    await owner("update memberships set profile = $2 where account_id = $1", [tenant.account.id, profile]);
    const { effectiveScopes, scopes } = await getIntegrationKey({ ...ctx, profile: "admin" }, key.id);
    expect(scopes).toEqual(LONG_LIVED_SCOPES);
    const counts: Record<Profile, number> = { admin: 41, developer: 41, member: 29, viewer: 12 };
    expect(effectiveScopes).toHaveLength(counts[profile]);
  });

  it("deactivated here or everywhere, its creator leaves it nothing", async () => {
    for (const table of [
      "memberships where account_id = $1 and",
      "users where $1::uuid is not null and id = $2 and",
    ]) {
      const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
      const { key } = await createIntegrationKey(contextOf(tenant, "ada"), newKey());
      const [name, condition] = table.split(" where ");
      const person = name === "users" ? condition?.replace(/ and$/, "") : `${condition} user_id = $2`;
      await owner(`update ${name} set status = 'deactivated' where ${person}`, [
        tenant.account.id,
        tenant.people.ada.id,
      ]);
      expect(await getIntegrationKey(contextOf(tenant, "grace"), key.id)).toMatchObject({
        isOwnerActive: false,
        effectiveScopes: [],
        status: "active",
      });
    }
  });

  it("replaced by somebody else, it acts as that person", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    const { key } = await createIntegrationKey(contextOf(tenant, "ada"), newKey());
    const next = await replaceIntegrationKey(contextOf(tenant, "grace"), replacement(key.id));
    expect(next.key.createdBy.id).toBe(tenant.people.grace.id);
  });

  it("never holds an OAuth scope, and points at it in the list", async () => {
    await expect(
      create(await byAdmin(), { scopes: ["agreements:read", "impersonation"] }),
    ).rejects.toMatchObject({ errors: [{ pointer: "/scopes/1", code: "oauth_scope" }] });
  });
});

describe("R10: 100 active keys", () => {
  // A hundred transactions wait for each other, which is what is tested.
  it("of 101 at once from two instances exactly 100 are made", { timeout: 30_000 }, async () => {
    const tenant = await byAdmin();
    const second = openPool(
      { DATABASE_URL: database.url },
      { max: 8, connectTimeoutMs: 20_000, statementTimeoutMs: 20_000, applicationName: "second" },
    );
    const ctx = contextOf(tenant, "ada");
    const left = Array.from({ length: 101 }, (_, index) => index);
    const results: PromiseSettledResult<unknown>[] = [];
    const clickOn = async (instance: Database): Promise<void> => {
      for (let index = left.pop(); index !== undefined; index = left.pop()) {
        // A transaction takes the database when it begins, which is at once.
        useDatabase(instance);
        const created = createIntegrationKey(ctx, newKey({ name: `Key ${index}` }));
        results.push(...(await Promise.allSettled([created])));
      }
    };
    const instances = [database.db, databaseOf(second)];
    await Promise.all(Array.from({ length: 12 }, (_, index) => clickOn(instances[index % 2] ?? database.db)));
    useDatabase(database.db);
    await second.end();
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: "active_key_limit" });
    expect(
      await owner("select count(*)::int as keys from integration_keys where account_id = $1", [
        tenant.account.id,
      ]),
    ).toEqual([{ keys: 100 }]);
  });

  it("counts neither revoked, expired nor retired keys, and an account may have a limit of its own", async () => {
    const tenant = await byAdmin({ activeKeyLimit: 2 });
    const ctx = contextOf(tenant, "ada");
    const [a, b] = [await create(tenant), await create(tenant)];
    await expect(create(tenant)).rejects.toMatchObject({ code: "active_key_limit" });
    await revokeIntegrationKey(ctx, { keyId: a.key.id, reason: "x" });
    const c = await create(tenant);
    await database.tamper(
      "update integration_keys set expires_at = date_trunc('milliseconds', now()) where id = $1",
      [b.key.id],
    );
    await create(tenant);
    await owner("update integration_keys set retires_at = date_trunc('milliseconds', now()) where id = $1", [
      c.key.id,
    ]);
    await create(tenant);
    await expect(create(tenant)).rejects.toMatchObject({ code: "active_key_limit" });
  });
});

describe("R10 and replacing", () => {
  it("lets an account at its limit replace a key, since a key in its overlap has its successor's place", async () => {
    const tenant = await byAdmin({ activeKeyLimit: 1 });
    const { key } = await create(tenant);
    const replacement = {
      keyId: key.id,
      name: "Next",
      scopes: ["agreements:read" as const],
      expiresAt: undefined,
      overlapSeconds: 86_400 as const,
      idempotencyKey: null,
    };
    const next = await replaceIntegrationKey(contextOf(tenant, "ada"), replacement);
    expect(next.secret).not.toBeNull();
    await expect(create(tenant)).rejects.toMatchObject({ code: "active_key_limit" });
  });

  it("lets no chain of replacements make more keys that work than twice the limit", async () => {
    const tenant = await byAdmin({ activeKeyLimit: 1 });
    const ctx = contextOf(tenant, "ada");
    const { key: first } = await create(tenant);
    const overlapping = { overlapSeconds: 2_592_000 as const };
    const { key: second } = await replaceIntegrationKey(ctx, replacement(first.id, overlapping));
    const third = () => replaceIntegrationKey(ctx, replacement(second.id, overlapping));
    await expect(third()).rejects.toMatchObject({
      code: "active_key_limit",
      message: expect.stringContaining("2 keys that work") as string,
    });
    await owner("update integration_keys set retires_at = date_trunc('milliseconds', now()) where id = $1", [
      first.id,
    ]);
    const { key } = await third();
    await revokeIntegrationKey(ctx, { keyId: second.id, reason: "moved" });
    await replaceIntegrationKey(ctx, replacement(key.id, overlapping));
  });
});

describe("an Idempotency-Key (I8)", () => {
  it("gives another request with the same key a refusal, and another person a key of their own", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    const first = await createIntegrationKey(contextOf(tenant, "ada"), newKey({ idempotencyKey: "k" }));
    await expect(
      createIntegrationKey(contextOf(tenant, "ada"), newKey({ idempotencyKey: "k", name: "Other" })),
    ).rejects.toMatchObject({ code: "idempotency_key_reused" });
    const hers = await createIntegrationKey(contextOf(tenant, "grace"), newKey({ idempotencyKey: "k" }));
    expect(hers.key.id).not.toBe(first.key.id);
    expect(hers.secret).not.toBeNull();
  });

  it("holds across verbs: a replace can't be answered with what a create made", async () => {
    const tenant = await byAdmin();
    const { key } = await create(tenant, { idempotencyKey: "k" });
    await expect(
      replaceIntegrationKey(contextOf(tenant, "ada"), replacement(key.id, { idempotencyKey: "k" })),
    ).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  it("answers a repeated replace with the same successor, though the old key can't be replaced again", async () => {
    const tenant = await byAdmin();
    const ctx = contextOf(tenant, "ada");
    const { key } = await create(tenant);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        replaceIntegrationKey(ctx, replacement(key.id, { idempotencyKey: "twice" })),
      ),
    );
    expect(new Set(answers.map((answer) => answer.key.id)).size).toBe(1);
    expect(answers.filter((answer) => answer.secret !== null)).toHaveLength(1);
  });
});
