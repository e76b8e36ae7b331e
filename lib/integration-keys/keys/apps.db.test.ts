/** OAuth apps as integration keys (R3, PRODUCT 9): how they are made, and that they are keys everywhere else. */
import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";

import "@/testing/console";

import { CreateKeyBody, type CreateKeyRequest } from "../../contracts/keys/integration-keys";
import { ExplainBody } from "../../contracts/keys/explain";
import { DomainError } from "../../domain/errors";
import { useDatabase } from "../../kernel/database";
import { explainAccess } from "../explain/explain";
import { revokeIntegrationKey } from "../revocations/revoke";
import { readKeyCapacity } from "./reading/capacity";
import { createIntegrationKey } from "./making/create";
import { getIntegrationKey } from "./reading/get";
import { listIntegrationKeys } from "./reading/list";
import { replaceIntegrationKey } from "./making/replace";

const database = testDatabase(useDatabase);

const sandbox = (options: TenantOptions = {}) =>
  makeTenant(database.db, { ada: "admin", dev: "developer" }, { environment: "sandbox", ...options });
type Context = ReturnType<typeof contextOf>;

function create(ctx: Context, given: Partial<CreateKeyRequest> = {}, idempotencyKey: string | null = null) {
  const request = { name: "Signing portal", method: "oauth" as const, scopes: ["agreements:read"], ...given };
  return createIntegrationKey(ctx, { ...CreateKeyBody.parse(request), idempotencyKey });
}

const refusal = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "nothing was refused",
    (error: unknown) => (error instanceof DomainError ? { code: error.code, errors: error.errors } : error),
  );

describe("creating an app", () => {
  it.each([undefined, false, true])(
    "gives a GUID, no expiry and no secret (isPublic %s), and is on the record",
    async (isPublic) => {
      const ctx = contextOf(await sandbox(), "dev");
      const { key, secret } = await create(ctx, isPublic === undefined ? {} : { isPublic });
      expect(secret).toBeNull();
      expect(key).toMatchObject({
        method: "oauth",
        expiresAt: null,
        prefix: null,
        lastFour: null,
        status: "active",
        scopes: ["agreements:read"],
        isPublic: isPublic ?? false,
        isImplicitAllowed: false,
        canManage: true,
      });
      const { rows } = await database.owner.query(
        "select action, after from audit_events where subject_id = $1",
        [key.id],
      );
      expect(rows).toEqual([
        {
          action: "key.created",
          after: {
            clientId: key.clientId,
            method: "oauth",
            scopes: ["agreements:read"],
            allowedRanges: [],
            expiresAt: null,
            isPublic: isPublic ?? false,
          },
        },
      ]);
      const credentials = await database.owner.query("select id from credentials where key_id = $1", [
        key.id,
      ]);
      expect(credentials.rowCount).toBe(0);
    },
  );

  it("lets an app be asked for what only apps can hold", async () => {
    const ctx = contextOf(await sandbox(), "ada");
    const { key } = await create(ctx, { scopes: ["signature", "impersonation", "agreements:read"] });
    expect(key.scopes).toEqual(["agreements:read", "signature", "impersonation"]);
    expect(await refusal(create(ctx, { method: "long_lived", scopes: ["signature"] }))).toMatchObject({
      errors: [{ pointer: "/scopes/0", code: "oauth_scope" }],
    });
  });

  it("is refused in a production account, whatever its policy (R3)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    expect(await refusal(create(contextOf(tenant, "ada")))).toMatchObject({ code: "method_not_available" });
    const { rowCount } = await database.owner.query("select id from integration_keys where account_id = $1", [
      tenant.account.id,
    ]);
    expect(rowCount).toBe(0);
  });

  it("is refused with what belongs to the other method, each with its place", async () => {
    const ctx = contextOf(await sandbox(), "ada");
    expect(await refusal(create(ctx, { expiresAt: "2027-03-01T12:00:00Z" }))).toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/expiresAt", code: "app_without_expiry" }],
    });
    expect(await refusal(create(ctx, { method: "long_lived", isPublic: true }))).toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/isPublic", code: "apps_only" }],
    });
  });

  it("twice with one Idempotency-Key makes one app, and a public one is another request (I8)", async () => {
    const ctx = contextOf(await sandbox(), "ada");
    const answers = await Promise.all(Array.from({ length: 4 }, () => create(ctx, {}, "click")));
    expect(new Set(answers.map(({ key }) => key.id)).size).toBe(1);
    expect(await refusal(create(ctx, { isPublic: true }, "click"))).toMatchObject({
      code: "idempotency_key_reused",
    });
  });
});

describe("an app is a key", () => {
  it("that takes a place among the active ones, is listed, filtered and found like any other (R10)", async () => {
    const ctx = contextOf(await sandbox({ activeKeyLimit: 2 }), "ada");
    const { key: app } = await create(ctx);
    const { key } = await create(ctx, { method: "long_lived", name: "Nightly export" });
    expect(await refusal(create(ctx))).toMatchObject({ code: "active_key_limit" });
    expect(await readKeyCapacity(ctx)).toMatchObject({ counts: { active: 2, expired: 0 }, ended: 0 });
    const found = async (query: Partial<Parameters<typeof listIntegrationKeys>[1]>) =>
      (await listIntegrationKeys(ctx, { q: "", limit: 50, ...query })).data.map(({ id }) => id);
    expect(await found({})).toEqual([key.id, app.id]);
    expect(await found({ method: "oauth" })).toEqual([app.id]);
    expect(await found({ method: "long_lived" })).toEqual([key.id]);
    expect(await found({ q: app.clientId.slice(0, 13) })).toEqual([app.id]);
    expect(await found({ q: "portal" })).toEqual([app.id]);
    for (const status of ["active", "live"] as const)
      expect(await found({ status })).toEqual([key.id, app.id]);
    for (const status of ["expired", "ended", "retiring", "revoked"] as const) {
      expect(await found({ status })).toEqual([]);
    }
  });

  it("that is explained without a secret", async () => {
    const ctx = contextOf(await sandbox(), "ada");
    const { key } = await create(ctx);
    expect(await explainAccess(ctx, { ...ExplainBody.parse({}), keyId: key.id })).toMatchObject({
      hasSecret: false,
      verdict: { allowed: true },
    });
  });

  it("that is not replaced, and stays as it was", async () => {
    const ctx = contextOf(await sandbox(), "ada");
    const { key } = await create(ctx);
    const replacing = replaceIntegrationKey(ctx, {
      keyId: key.id,
      name: "Signing portal 2",
      scopes: ["agreements:read"],
      expiresAt: undefined,
      overlapSeconds: 0,
      idempotencyKey: null,
    });
    expect(await refusal(replacing)).toMatchObject({ code: "method_not_available" });
    expect(await getIntegrationKey(ctx, key.id)).toEqual(key);
  });

  it("that is revoked for good (R8)", async () => {
    const ctx = contextOf(await sandbox(), "ada");
    const { key } = await create(ctx, { isPublic: true });
    const revoked = await revokeIntegrationKey(ctx, { keyId: key.id, reason: "over" });
    expect(revoked).toMatchObject({ status: "revoked", expiresAt: null, isPublic: true });
    expect(await refusal(revokeIntegrationKey(ctx, { keyId: key.id, reason: "over" }))).toMatchObject({
      code: "key_already_revoked",
    });
  });
});
