/** R4 of keys that have expired: they get a successor, and nothing brings them back. */
import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";

import { OVERLAP_SECONDS } from "../../../domain/keys/lifetime";
import { useDatabase } from "../../../kernel/database";
import { readKeyCapacity } from "../reading/capacity";
import { getIntegrationKey } from "../reading/get";
import { replaceIntegrationKey } from "./replace";
import { revokeIntegrationKey } from "../../revocations/revoke";

const database = testDatabase(useDatabase);
const EXPIRED_AT = new Date(Date.now() - 3 * 86_400_000);

async function arrange(options: TenantOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin" }, options);
  const ctx = contextOf(tenant, "ada");
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, {
    name: "Nightly export",
    scopes: ["agreements:read", "users:read"],
    allowedRanges: ["192.0.2.0/24"],
    expiresAt: EXPIRED_AT,
  });
  const replace = (overlapSeconds: (typeof OVERLAP_SECONDS)[number] = 0) =>
    replaceIntegrationKey(ctx, {
      keyId: key.id,
      name: "Nightly export",
      scopes: ["agreements:read", "users:read"],
      expiresAt: undefined,
      overlapSeconds,
      idempotencyKey: null,
    });
  const old = () => getIntegrationKey(ctx, key.id);
  const recorded = async () => {
    const { rows } = await database.owner.query<{ action: string; after: Record<string, unknown> }>(
      "select action, after from audit_events where chain_id = $1 order by sequence",
      [tenant.account.id],
    );
    return rows;
  };
  return { ctx, key, replace, old, recorded };
}

describe("replacing an expired key", () => {
  it.each(OVERLAP_SECONDS)(
    "leaves it as it ended, whatever overlap is asked for (%i s), and gives it a successor",
    async (overlapSeconds) => {
      const { key, replace, old, recorded } = await arrange();
      const before = await old();
      const { key: successor, secret } = await replace(overlapSeconds);
      expect(secret).toMatch(/^ik_live_/);
      expect(successor).toMatchObject({
        status: "active",
        replacesKeyId: key.id,
        scopes: ["users:read", "agreements:read"],
        allowedRanges: ["192.0.2.0/24"],
      });
      expect(await old()).toEqual({
        ...before,
        replacedByKeyId: successor.id,
        replacedAt: successor.createdAt,
      });
      expect(before).toMatchObject({ status: "expired", revokedAt: null, retiresAt: null });
      const [event] = await recorded();
      expect(event).toMatchObject({
        action: "key.replaced",
        after: { successorId: successor.id, oldKeyExpiredAt: EXPIRED_AT.toISOString() },
      });
      expect(event?.after).not.toHaveProperty("overlapSeconds");
      expect(event?.after).not.toHaveProperty("oldKeyEndsAt");
    },
  );

  it("is done once, also by ten at once (I8)", async () => {
    const { ctx, replace, recorded } = await arrange();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => replace()));
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "key_already_replaced" });
    }
    expect(await recorded()).toHaveLength(1);
    expect(await readKeyCapacity(ctx)).toMatchObject({ counts: { active: 1, expired: 1, revoked: 0 } });
  });

  it("is refused once it was revoked: somebody ended it for good", async () => {
    const { ctx, key, replace } = await arrange();
    await revokeIntegrationKey(ctx, { keyId: key.id, reason: "leaked" });
    await expect(replace()).rejects.toMatchObject({ code: "key_already_revoked" });
  });

  it("takes a place among the active keys, which the old one has left (R10)", async () => {
    const { ctx, key, replace } = await arrange({ activeKeyLimit: 1 });
    const { key: successor } = await replace();
    const again = replaceIntegrationKey(ctx, {
      keyId: key.id,
      name: "x",
      scopes: ["agreements:read"],
      expiresAt: undefined,
      overlapSeconds: 0,
      idempotencyKey: null,
    });
    await expect(again).rejects.toMatchObject({ code: "key_already_replaced" });
    const full = await arrange({ activeKeyLimit: 1 });
    await full.replace();
    expect(successor.status).toBe("active");
  });
});
