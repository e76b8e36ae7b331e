import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { credentials, integrationKeys } from "@/db/schema/integration-keys";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";
import { actionsOf, makeCopy } from "@/db/testing/way-to-production";

import { useDatabase } from "../../../kernel/database";
import { sha256 } from "../../../platform/secrets/secrets";
import { revokeIntegrationKey } from "../../revocations/revoke";
import { issueIntegrationKey } from "./issue";
import { replaceIntegrationKey } from "./replace";

const database = testDatabase(useDatabase);
const DAY = 86_400_000;

async function arrange(options: TenantOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin", gus: "admin", max: "member" }, options);
  const copy = await makeCopy(database.db, tenant.account, tenant.people.ada.id);
  const issue = (person: "ada" | "gus" | "max", input: { expiresAt?: Date; idempotencyKey?: string } = {}) =>
    issueIntegrationKey(contextOf(tenant, person), {
      keyId: copy.id,
      expiresAt: input.expiresAt,
      idempotencyKey: input.idempotencyKey ?? null,
    });
  return { tenant, copy, issue };
}

const secretsOf = (keyId: string) =>
  database.db.select().from(credentials).where(eq(credentials.keyId, keyId));

describe("the secret of a production copy", () => {
  it("is issued once, of several who ask at the same time, and acts as the one who got it (R6, R9)", async () => {
    const { tenant, copy, issue } = await arrange();
    const results = await Promise.allSettled([issue("ada"), issue("gus"), issue("ada")]);
    const made = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(made).toHaveLength(1);
    expect(refused).toMatchObject([{ code: "key_already_issued" }, { code: "key_already_issued" }]);
    const secret = made[0]?.secret ?? "";
    expect(secret).toMatch(/^ik_live_/);
    expect(made[0]?.key).toMatchObject({
      id: copy.id,
      clientId: copy.clientId,
      status: "active",
      prefix: "ik_live",
      lastFour: secret.slice(-4),
    });
    expect(await secretsOf(copy.id)).toMatchObject([{ kind: "long_lived", secretHash: sha256(secret) }]);
    expect(await actionsOf(database.db, tenant.account.id)).toEqual(["key.issued"]);
    const [row] = await database.db.select().from(integrationKeys).where(eq(integrationKeys.id, copy.id));
    expect(row?.createdBy).toBe(made[0]?.key.createdBy.id);
  });

  it("comes with no retry of the same request (I8)", async () => {
    const { copy, issue } = await arrange();
    const results = await Promise.all([
      issue("gus", { idempotencyKey: "click" }),
      issue("gus", { idempotencyKey: "click" }),
    ]);
    expect(results.map(({ key }) => key.id)).toEqual([copy.id, copy.id]);
    expect(results.filter(({ secret }) => secret !== null)).toHaveLength(1);
    expect(results[0]?.key.createdBy.name).toBe("gus");
    await expect(
      issue("gus", { idempotencyKey: "click", expiresAt: new Date(Date.now() + DAY) }),
    ).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  it("lives as long as the account's policy says, and no longer than it allows (R5)", async () => {
    const { tenant, issue } = await arrange();
    await database.owner.query(
      "update key_policies set default_lifetime_days = 30, maximum_lifetime_days = 90 where account_id = $1",
      [tenant.account.id],
    );
    const refused = [
      [new Date(Date.now() - 1), "expiry_in_past"],
      [new Date(Date.now() + 91 * DAY), "expiry_beyond_policy"],
    ] as const;
    for (const [expiresAt, code] of refused) {
      await expect(issue("ada", { expiresAt })).rejects.toMatchObject({
        code: "validation_failed",
        errors: [{ pointer: "/expiresAt", code }],
      });
    }
    const { key } = await issue("ada");
    const days = (Date.parse(key.expiresAt ?? "") - Date.now()) / DAY;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);
  });

  it("is for admins, of that account alone", async () => {
    const { issue, copy } = await arrange();
    await expect(issue("max")).rejects.toMatchObject({ code: "forbidden" });
    const other = await makeTenant(database.db, { eve: "admin" });
    await expect(
      issueIntegrationKey(contextOf(other, "eve"), {
        keyId: copy.id,
        expiresAt: undefined,
        idempotencyKey: null,
      }),
    ).rejects.toMatchObject({ code: "not_found" });
    expect(await secretsOf(copy.id)).toEqual([]);
  });

  it("has the place of its key among the active ones, and none beyond the limit (R10)", async () => {
    const full = await arrange({ activeKeyLimit: 2 });
    await makeKey(database.db, full.tenant.account, full.tenant.people.ada.id);
    expect((await full.issue("ada")).secret).not.toBeNull();
    const lowered = await arrange({ activeKeyLimit: 1 });
    await makeKey(database.db, lowered.tenant.account, lowered.tenant.people.ada.id);
    await expect(lowered.issue("ada")).rejects.toMatchObject({ code: "active_key_limit" });
  });

  it("is refused for every other key: one that has its own, one that was revoked, an app", async () => {
    const { tenant, copy, issue } = await arrange();
    const ctx = contextOf(tenant, "ada");
    const usual = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    const ask = { expiresAt: undefined, idempotencyKey: null };
    await expect(issueIntegrationKey(ctx, { ...ask, keyId: usual.id })).rejects.toMatchObject({
      code: "key_already_issued",
    });
    await revokeIntegrationKey(ctx, { keyId: copy.id, reason: "not needed" });
    await expect(issue("ada")).rejects.toMatchObject({ code: "key_already_revoked" });
    expect(await secretsOf(copy.id)).toEqual([]);
  });

  it("comes before another can replace it", async () => {
    const { tenant, copy } = await arrange();
    await expect(
      replaceIntegrationKey(contextOf(tenant, "ada"), {
        keyId: copy.id,
        name: "Next",
        scopes: ["agreements:read"],
        expiresAt: undefined,
        overlapSeconds: 0,
        idempotencyKey: null,
      }),
    ).rejects.toMatchObject({ code: "key_not_issued" });
  });

  it("is issued where the account's policy asks for Go Live, which it came through (R3)", async () => {
    const { tenant, issue } = await arrange();
    await database.owner.query("update key_policies set is_go_live_required = true where account_id = $1", [
      tenant.account.id,
    ]);
    expect((await issue("ada")).secret).not.toBeNull();
  });
});

it("the database lets the secret of a key be written once, and no creator or expiry change after it", async () => {
  const { copy, issue } = await arrange();
  await issue("ada");
  for (const set of ["expires_at = expires_at + interval '1 day'", "created_by = gen_random_uuid()"]) {
    await expect(
      database.owner.query(`update integration_keys set ${set} where id = $1`, [copy.id]),
    ).rejects.toThrow(/is as it was made/);
  }
});
