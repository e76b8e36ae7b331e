import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKeyOptions } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import type { CallCode } from "../../domain/verdict/refusals";
import { useDatabase } from "../../kernel/database";
import { newId } from "../../platform/ids";
import type { NewCall } from "../../verification/record/record";
import { recordAtLimit } from "../../verification/record/record-at-limit";
import { replaceIntegrationKey } from "../keys/making/replace";
import { readRevocationReceipt } from "./receipt";
import { revokeIntegrationKey } from "./revoke";

const database = testDatabase(useDatabase);
const HOUR = 3_600_000;

async function arrange(options: TestKeyOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const ctx = contextOf(tenant, "ada");
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, options);
  const record = async (at: Date, code: CallCode, address = "192.0.2.1") => {
    const call: NewCall = {
      id: newId(),
      at,
      accountId: tenant.account.id,
      keyId: key.id,
      credentialId: key.credentialId,
      userId: key.userId,
      method: "GET",
      path: "/",
      code,
      scopesNeeded: [],
      address,
      userAgent: "test",
      outcomeStatus: null,
      limits: { hourly: 1_000_000, burst: 1_000_000 },
    };
    await recordAtLimit({ pool: database.db.$client, hasPreparedStatements: true }, [call]);
    return call.id;
  };
  const receipt = async () => {
    const { receipt: found } = await readRevocationReceipt(ctx, key.id);
    if (!found) throw new Error("There is no receipt");
    return found;
  };
  return { tenant, ctx, key, record, receipt };
}

const after = (at: string, milliseconds: number) => new Date(Date.parse(at) + milliseconds);

describe("the receipt of a revocation", () => {
  it("names the last accepted and the first refused call, who ended it, why, and the event's hash", async () => {
    const { tenant, ctx, key, record, receipt } = await arrange();
    await record(new Date(Date.now() - HOUR), "allowed", "192.0.2.7");
    const last = await record(new Date(Date.now() - 1_000), "allowed", "192.0.2.8");
    const { revokedAt } = await revokeIntegrationKey(ctx, { keyId: key.id, reason: "leaked" });
    const first = await record(after(revokedAt ?? "", 50), "revoked_key", "192.0.2.9");
    await record(after(revokedAt ?? "", 90), "revoked_key");
    const { rows } = await database.owner.query(
      "select hash, sequence::int from audit_events where chain_id = $1 and action = 'key.revoked'",
      [tenant.account.id],
    );
    expect(await receipt()).toMatchObject({
      key: { id: key.id, clientId: key.clientId },
      end: "revoked",
      endedAt: revokedAt,
      endedBy: { id: tenant.people.ada.id },
      reason: "leaked",
      boundary: "answer",
      lastAccepted: { id: last, address: "192.0.2.8" },
      firstRefused: { id: first, address: "192.0.2.9", code: "revoked_key" },
      acceptedMeanwhile: 0,
      acceptedAfter: 0,
      refusedSince: 2,
      auditEvent: { action: "key.revoked", ...rows[0] },
    });
  });

  it("tells a call that was checked before the commit from one that was accepted too late", async () => {
    const { ctx, key, record, receipt } = await arrange();
    await revokeIntegrationKey(ctx, { keyId: key.id, reason: "leaked" });
    const { endedAt, inForceAt } = await receipt();
    expect(Date.parse(inForceAt)).toBeGreaterThan(Date.parse(endedAt));
    await record(after(inForceAt, -1), "allowed");
    expect(await receipt()).toMatchObject({ acceptedMeanwhile: 1, acceptedAfter: 0 });
    await record(after(inForceAt, 0), "allowed");
    expect(await receipt()).toMatchObject({ acceptedMeanwhile: 1, acceptedAfter: 1 });
    await record(after(inForceAt, 2 * HOUR), "allowed");
    expect(await receipt()).toMatchObject({ acceptedMeanwhile: 1, acceptedAfter: 2 });
  });

  it("is there for a key that was never called", async () => {
    const { ctx, key, receipt } = await arrange();
    await revokeIntegrationKey(ctx, { keyId: key.id, reason: "not needed" });
    expect(await receipt()).toMatchObject({
      lastAccepted: null,
      firstRefused: null,
      acceptedMeanwhile: 0,
      acceptedAfter: 0,
      refusedSince: 0,
    });
  });

  it("is counted from an instant that the database's clock has passed once the answer is back, whichever way the key ended", async () => {
    const ends = [
      (one: Awaited<ReturnType<typeof arrange>>) =>
        revokeIntegrationKey(one.ctx, { keyId: one.key.id, reason: "leaked" }),
      ({ ctx, key }: Awaited<ReturnType<typeof arrange>>) =>
        replaceIntegrationKey(ctx, {
          keyId: key.id,
          name: "Successor",
          scopes: ["agreements:read"],
          allowedRanges: [],
          expiresAt: undefined,
          overlapSeconds: 0,
          idempotencyKey: null,
        }),
    ];
    for (const end of ends) {
      const one = await arrange();
      await end(one);
      // What is later than this is also later than a call that is checked now: the receipt would leave it out.
      const { rows } = await database.owner.query<{ is_past: boolean; is_after: boolean }>(
        `select revocation_confirmed_at <= date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond' as is_past,
           revocation_confirmed_at > revoked_at as is_after
         from integration_keys where id = $1`,
        [one.key.id],
      );
      expect(rows).toEqual([{ is_past: true, is_after: true }]);
    }
  });

  it("counts from the first refusal where the process ended between commit and answer, and says so", async () => {
    const { ctx, key, record, receipt } = await arrange();
    const { revokedAt } = await revokeIntegrationKey(ctx, { keyId: key.id, reason: "leaked" });
    await database.tamper("update integration_keys set revocation_confirmed_at = null where id = $1", [
      key.id,
    ]);
    await record(after(revokedAt ?? "", 2), "allowed");
    await record(after(revokedAt ?? "", 5), "revoked_key");
    expect(await receipt()).toMatchObject({
      boundary: "unconfirmed",
      inForceAt: after(revokedAt ?? "", 5).toISOString(),
      acceptedMeanwhile: 1,
      acceptedAfter: 0,
    });
  });

  it("of a key that had expired before counts what was refused since the revocation, not since the expiry", async () => {
    const end = new Date(Date.now() - HOUR);
    const { ctx, key, record, receipt } = await arrange({ expiresAt: end });
    await record(after(end.toISOString(), 1_000), "expired_key");
    const { revokedAt } = await revokeIntegrationKey(ctx, { keyId: key.id, reason: "tidy up" });
    expect(await receipt()).toMatchObject({ end: "revoked", firstRefused: null, refusedSince: 0 });
    const first = await record(after(revokedAt ?? "", 50), "revoked_key");
    expect(await receipt()).toMatchObject({ firstRefused: { id: first }, refusedSince: 1 });
  });
});

describe("the receipt of an end by the clock", () => {
  it("counts from the very instant that the overlap ended", async () => {
    const { ctx, key, record, receipt } = await arrange();
    await replaceIntegrationKey(ctx, {
      keyId: key.id,
      name: "Successor",
      scopes: ["agreements:read"],
      expiresAt: undefined,
      overlapSeconds: 3_600,
      idempotencyKey: null,
    });
    expect(await readRevocationReceipt(ctx, key.id)).toEqual({ receipt: null });
    const end = new Date(Date.now() - 60_000);
    await database.owner.query("update integration_keys set retires_at = $2 where id = $1", [key.id, end]);
    const last = await record(new Date(end.getTime() - 1), "allowed");
    const first = await record(end, "revoked_key");
    expect(await receipt()).toMatchObject({
      end: "overlap_ended",
      boundary: "clock",
      inForceAt: end.toISOString(),
      endedBy: null,
      lastAccepted: { id: last },
      firstRefused: { id: first },
      acceptedMeanwhile: 0,
      acceptedAfter: 0,
      auditEvent: { action: "key.replaced" },
    });
  });

  it("has no event for an expiry, which is nobody's act", async () => {
    const end = new Date(Date.now() - 60_000);
    const { record, receipt } = await arrange({ expiresAt: end });
    const first = await record(end, "expired_key");
    expect(await receipt()).toMatchObject({
      end: "expired",
      endedAt: end.toISOString(),
      boundary: "clock",
      firstRefused: { id: first, code: "expired_key" },
      auditEvent: null,
    });
  });

  it("says that a key was replaced at once, and by whom", async () => {
    const { ctx, key, tenant, receipt } = await arrange();
    await replaceIntegrationKey(ctx, {
      keyId: key.id,
      name: "Successor",
      scopes: ["agreements:read"],
      expiresAt: undefined,
      overlapSeconds: 0,
      idempotencyKey: null,
    });
    expect(await receipt()).toMatchObject({
      end: "replaced",
      boundary: "answer",
      endedBy: { id: tenant.people.ada.id },
      auditEvent: { action: "key.replaced" },
    });
  });
});

it("there is no receipt for a key that is alive, and none of another account's (I6)", async () => {
  const { ctx, key } = await arrange();
  expect(await readRevocationReceipt(ctx, key.id)).toEqual({ receipt: null });
  const other = await makeTenant(database.db, { gus: "admin" });
  await expect(readRevocationReceipt(contextOf(other, "gus"), key.id)).rejects.toMatchObject({
    code: "not_found",
  });
});
