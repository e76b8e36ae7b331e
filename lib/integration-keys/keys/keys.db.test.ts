import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { testDatabase } from "@/db/testing/database";

import { useDatabase } from "../../kernel/database";
import { createIntegrationKey } from "./making/create";
import { listIntegrationKeys } from "./reading/list";
import { replaceIntegrationKey } from "./making/replace";
import { revokeIntegrationKey } from "../revocations/revoke";

const database = testDatabase(useDatabase);
const newKey = {
  name: "Nightly export",
  method: "long_lived",
  scopes: ["agreements:read"],
  allowedRanges: [],
  expiresAt: undefined,
  idempotencyKey: null,
} as const;
const input = () => ({ ...newKey, scopes: [...newKey.scopes], allowedRanges: [] });

describe("creating a key", () => {
  it("returns the secret once and keeps only its hash, prefix and last four (R9)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const { key, secret } = await createIntegrationKey(contextOf(tenant, "ada"), input());
    expect(secret).toMatch(/^ik_live_[0-9A-Za-z]{46}$/);
    expect(key).toMatchObject({ prefix: "ik_live", lastFour: secret?.slice(-4), status: "active" });
    const dump = await database.owner.query(
      "select row_to_json(k)::text || row_to_json(c)::text as row from integration_keys k join credentials c on c.key_id = k.id",
    );
    expect(JSON.stringify(dump.rows)).not.toContain(secret?.slice(8, 40));
  });

  it("makes one key of ten requests with the same idempotency key, and reveals its secret to one of them (I8)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => createIntegrationKey(ctx, { ...input(), idempotencyKey: "click-1" })),
    );
    expect(new Set(answers.map((answer) => answer.key.id)).size).toBe(1);
    expect(answers.filter((answer) => answer.secret !== null)).toHaveLength(1);
    const events = await database.db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(eq(auditEvents.chainId, tenant.account.id));
    expect(events).toEqual([{ action: "key.created" }]);
  });
});

describe("revoking a key", () => {
  it("lets one of two admins at once do it and tells the other that it is done (R8)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    const { key } = await createIntegrationKey(contextOf(tenant, "ada"), input());
    const results = await Promise.allSettled(
      (["ada", "grace"] as const).map((person) =>
        revokeIntegrationKey(contextOf(tenant, person), { keyId: key.id, reason: "leaked" }),
      ),
    );
    expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((result) => result.status === "rejected")?.reason).toMatchObject({
      code: "key_already_revoked",
    });
  });
});

describe("replacing a key", () => {
  it("keeps the old key alive until the overlap ends, never past its own expiry (R4)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const expiresAt = new Date(Date.now() + 3_600_000);
    const old = await createIntegrationKey(ctx, { ...input(), expiresAt });
    const replacement = await replaceIntegrationKey(ctx, {
      keyId: old.key.id,
      name: "Nightly export 2",
      scopes: ["agreements:read"],
      expiresAt: undefined,
      overlapSeconds: 86_400,
      idempotencyKey: null,
    });
    expect(replacement.key.replacesKeyId).toBe(old.key.id);
    const list = await listIntegrationKeys(ctx, { q: "", limit: 50 });
    expect(list.data.map((key) => [key.name, key.status, key.retiresAt])).toEqual([
      ["Nightly export 2", "active", null],
      ["Nightly export", "retiring", expiresAt.toISOString()],
    ]);
  });
});
