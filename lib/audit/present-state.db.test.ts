import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { updateKeyPolicy } from "../accounts/update-key-policy";
import { createIntegrationKey } from "../integration-keys/keys/making/create";
import { replaceIntegrationKey } from "../integration-keys/keys/making/replace";
import { revokeIntegrationKey } from "../integration-keys/revocations/revoke";
import { useDatabase } from "../kernel/database";
import { deactivateMember } from "../members/deactivate";
import { updateMember } from "../members/update";
import { startSession } from "../sessions/start";
import { beginRecords } from "./begin-records";
import { verifyAuditChain, verifyChain } from "./verify";

const database = testDatabase(useDatabase);

/** An account in which something of every kind happened, all of it by the product's verbs. */
async function makeHistory() {
  const tenant = await makeTenant(database.db, { ada: "admin", max: "member", vera: "viewer" });
  const { ada, max, vera } = tenant.people;
  const before = await makeKey(database.db, tenant.account, ada.id, { name: "From before" });
  await beginRecords(database.ownerDb);
  const ctx = contextOf(tenant, "ada");
  const body = {
    method: "long_lived" as const,
    scopes: ["agreements:read" as const],
    allowedRanges: ["192.0.2.0/24"],
    expiresAt: undefined,
    idempotencyKey: null,
  };
  const made = async (name: string) => (await createIntegrationKey(ctx, { ...body, name })).key.id;
  const revoked = await made("Revoked");
  await revokeIntegrationKey(ctx, { keyId: revoked, reason: "leaked" });
  const replaced = await made("Replaced");
  const { method: _method, ...successor } = body;
  for (const [keyId, overlapSeconds] of [
    [replaced, 3_600],
    [await made("Cut over"), 0],
  ] as const) {
    await replaceIntegrationKey(ctx, { ...successor, keyId, name: `After ${keyId}`, overlapSeconds });
  }
  await deactivateMember(ctx, { memberId: max.membershipId });
  await updateMember(ctx, { memberId: vera.membershipId, isShared: true });
  await updateKeyPolicy(ctx, {
    defaultLifetimeDays: 30,
    maximumLifetimeDays: 90,
    isGoLiveRequired: false,
    version: 1,
  });
  await startSession(ctx.user, ctx.request);
  return { tenant, ctx, keys: { before: before.id, revoked, replaced } };
}

describe("the check of what is there against the record (R11)", () => {
  it("finds no difference where everything was done by the product, by account and by person", async () => {
    const { tenant, ctx } = await makeHistory();
    expect(await verifyAuditChain(ctx)).toMatchObject({ isValid: true, differences: [] });
    expect(await verifyChain(database.db, tenant.people.ada.id)).toMatchObject({ isValid: true });
  });

  it.each([
    ["revoked", "revoked_at = null, revoked_by = null", "revokedAt"],
    ["revoked", "revoked_at = revoked_at + interval '1 day'", "revokedAt"],
    ["replaced", "retires_at = null", "retiresAt"],
    ["replaced", "retires_at = retires_at + interval '1 year'", "retiresAt"],
    ["replaced", "expires_at = expires_at + interval '1 year'", "expiresAt"],
    ["before", "expires_at = expires_at + interval '1 year'", "expiresAt"],
    ["before", "name = 'Another'", "name"],
    ["replaced", "scopes = scopes || array['users:write']", "scopes"],
    ["replaced", "allowed_ranges = '{}'", "allowedRanges"],
    ["before", "client_id = gen_random_uuid()", "clientId"],
  ] as const)("names the %s key after: %s", async (which, change, field) => {
    const { ctx, keys } = await makeHistory();
    await database.tamper(`update integration_keys set ${change} where id = $1`, [keys[which]]);
    expect(await verifyAuditChain(ctx)).toMatchObject({
      isValid: false,
      firstFault: null,
      differenceCount: 1,
      differences: [{ kind: "changed", subjectKind: "integration_key", subjectId: keys[which], field }],
    });
  });

  it.each([
    ["update memberships set status = 'active' where account_id = $1 and status = 'deactivated'", "status"],
    ["update memberships set profile = 'admin' where account_id = $1 and profile = 'viewer'", "profile"],
    ["update memberships set is_shared = false where account_id = $1", "isShared"],
    ["update accounts set plan = 'business' where id = $1", "plan"],
    ["update accounts set has_integration_keys = false where id = $1", "hasIntegrationKeys"],
    ["update accounts set status = 'closed' where id = $1", "status"],
    ["update accounts set hourly_limit = 7 where id = $1", "hourly"],
    ["update key_policies set maximum_lifetime_days = 3650 where account_id = $1", "maximumLifetimeDays"],
  ])("names what was changed past the product: %s", async (statement, field) => {
    const { tenant, ctx } = await makeHistory();
    await database.tamper(statement, [tenant.account.id]);
    const { differences } = await verifyAuditChain(ctx);
    expect(differences).toMatchObject([{ kind: "changed", field }]);
  });

  it("names a key and a member that no event made, and what is gone", async () => {
    const { tenant, ctx, keys } = await makeHistory();
    const planted = await makeKey(database.db, tenant.account, tenant.people.ada.id);
    await database.tamper("delete from credentials where key_id = $1", [keys.revoked]);
    await database.tamper("delete from integration_keys where id = $1", [keys.revoked]);
    const { differences } = await verifyAuditChain(ctx);
    expect(differences.map(({ kind, subjectId }) => [kind, subjectId])).toEqual([
      ["gone", keys.revoked],
      ["unrecorded", planted.id],
    ]);
  });

  it("names a session that was ended and is not, one without a sign-in, and a person made staff", async () => {
    const { tenant } = await makeHistory();
    const { id } = tenant.people.ada;
    await database.tamper(
      `insert into sessions (id_hash, public_id, user_id, expires_at)
       values (gen_random_uuid()::text, gen_random_uuid(), $1, now() + interval '1 hour')`,
      [id],
    );
    await database.tamper("update users set staff_role = 'support' where id = $1", [id]);
    const { differences } = await verifyChain(database.db, id);
    expect(differences.map(({ kind, subjectKind }) => [kind, subjectKind])).toEqual([
      ["changed", "user"],
      ["unrecorded", "session"],
    ]);
  });

  it("begins a record once, whichever of two starters comes first", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    await Promise.all([beginRecords(database.ownerDb), beginRecords(database.ownerDb)]);
    for (const id of [tenant.account.id, tenant.people.ada.id]) {
      expect(await verifyChain(database.db, id)).toMatchObject({ isValid: true, events: 1 });
    }
    expect(await beginRecords(database.ownerDb)).toBe(0);
  });
});
