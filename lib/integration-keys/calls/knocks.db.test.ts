import { describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey, type TestKeyOptions } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { KeyListQuery } from "../../contracts/keys/integration-keys";
import { useDatabase } from "../../kernel/database";
import { newCallId } from "../../platform/ids";
import type { NewCall } from "../../verification/record/record";
import { recordAtLimit } from "../../verification/record/record-at-limit";
import { listKnocks } from "./knocks";
import { listIntegrationKeys } from "../keys/reading/list";
import { revokeIntegrationKey } from "../revocations/revoke";

const database = testDatabase(useDatabase);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);

type Knock = Pick<NewCall, "at"> & Partial<NewCall>;

async function arrange(options: TestKeyOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin" });
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id, options);
  const ctx = contextOf(tenant, "ada");
  return {
    ctx,
    key,
    record: (calls: readonly Knock[]) =>
      recordAtLimit(
        { pool: database.db.$client, hasPreparedStatements: true },
        calls.map((call) => ({
          id: newCallId(call.at),
          accountId: tenant.account.id,
          keyId: key.id,
          credentialId: key.credentialId,
          userId: key.userId,
          method: "GET",
          path: "/",
          code: "revoked_key",
          scopesNeeded: [],
          address: "192.0.2.1",
          userAgent: "sync/1",
          outcomeStatus: null,
          limits: { hourly: 1_000, burst: 1_000 },
          ...call,
        })),
      ),
    knocks: async () => (await listKnocks(ctx, key.id)).knocks,
    row: async () => (await listIntegrationKeys(ctx, KeyListQuery.parse({}))).data[0],
    listed: async () => (await listIntegrationKeys(ctx, KeyListQuery.parse({}))).data[0]?.knock,
  };
}

describe("the knocking log of an ended key", () => {
  it("counts every call since the end, and says where they came from, since when and until when", async () => {
    const { ctx, key, record, knocks, listed } = await arrange();
    await record([{ at: ago(1_000), code: "allowed" }]);
    const { revokedAt } = await revokeIntegrationKey(ctx, { keyId: key.id, reason: "leaked" });
    expect(await knocks()).toBeNull();
    expect(await listed()).toBeNull();
    const at = (milliseconds: number) => new Date(Date.parse(revokedAt ?? "") + milliseconds);
    await record([
      { at: at(10) },
      { at: at(30) },
      { at: at(20), address: "192.0.2.2" },
      { at: at(40), address: "192.0.2.2", userAgent: "other/2" },
    ]);
    expect(await knocks()).toMatchObject({
      reason: "revoked",
      since: revokedAt,
      calls: 4,
      lastDayCalls: 4,
      lastAt: at(40).toISOString(),
      areCallsExact: true,
      addresses: 2,
      areAddressesExact: true,
      data: [
        {
          address: "192.0.2.1",
          userAgent: "sync/1",
          calls: 2,
          firstAt: at(10).toISOString(),
          lastAt: at(30).toISOString(),
        },
        { address: "192.0.2.2", userAgent: "other/2", calls: 1 },
        { address: "192.0.2.2", userAgent: "sync/1", calls: 1 },
      ],
    });
    expect(await listed()).toEqual({
      reason: "revoked",
      calls: 4,
      lastDayCalls: 4,
      lastAt: at(40).toISOString(),
      areCallsExact: true,
      addresses: 2,
      areAddressesExact: true,
    });
  });

  it("goes on counting where the calls themselves are not kept any more", async () => {
    const { key, record, knocks, listed } = await arrange({ expiresAt: ago(3 * DAY) });
    await record([
      { at: ago(2 * DAY), code: "expired_key", address: "192.0.2.9" },
      { at: ago(HOUR), code: "expired_key" },
    ]);
    await database.owner.query("delete from calls where key_id = $1 and at < $2", [key.id, ago(DAY)]);
    const expected = {
      reason: "expired",
      calls: 2,
      lastDayCalls: 1,
      addresses: 1,
      areAddressesExact: false,
    };
    expect(await knocks()).toMatchObject(expected);
    expect(await listed()).toMatchObject(expected);
  });

  it("says at least where more calls came than are looked at", async () => {
    const { record, listed, knocks } = await arrange({ expiresAt: ago(2 * HOUR) });
    const calls = Array.from({ length: 350 }, (_, index) => ({
      at: ago(HOUR - index),
      code: "expired_key" as const,
      address: `192.0.2.${index < 50 ? index : 200}`,
    }));
    await record(calls);
    expect(await listed()).toMatchObject({
      calls: 350,
      areCallsExact: true,
      addresses: 1,
      areAddressesExact: false,
    });
    expect(await knocks()).toMatchObject({ calls: 350, addresses: 51, areAddressesExact: true });
  });

  it("is quiet in the list a week after the last call, and not on the key's page", async () => {
    const { record, listed, knocks } = await arrange({ expiresAt: ago(30 * DAY) });
    await record([{ at: ago(8 * DAY), code: "expired_key" }]);
    expect(await listed()).toBeNull();
    expect(await knocks()).toMatchObject({ reason: "expired", calls: 1, lastDayCalls: 0 });
  });
});

describe("the knocking log of a key that is alive", () => {
  it("is about calls in the wrong environment", async () => {
    const { record, listed, knocks } = await arrange();
    expect(await knocks()).toBeNull();
    await record([
      { at: ago(HOUR), code: "allowed" },
      { at: ago(HOUR), code: "wrong_environment", address: "192.0.2.3" },
      { at: ago(2 * DAY), code: "wrong_environment" },
      { at: ago(10 * DAY), code: "wrong_environment" },
    ]);
    expect(await listed()).toMatchObject({
      reason: "wrong_environment",
      calls: 2,
      lastDayCalls: 1,
      addresses: null,
    });
    expect(await knocks()).toMatchObject({
      reason: "wrong_environment",
      calls: 3,
      lastDayCalls: 1,
      addresses: 2,
      areAddressesExact: true,
    });
  });
});

it("a row of the list tells accepted calls from refused ones, day by day", async () => {
  const { record, row } = await arrange();
  await record([
    { at: ago(HOUR), code: "allowed" },
    { at: ago(HOUR), code: "insufficient_scope" },
    { at: ago(2 * DAY + HOUR), code: "hourly_limit_exceeded" },
    { at: ago(2 * DAY + HOUR), code: "ip_not_allowed" },
  ]);
  expect(await row()).toMatchObject({
    dailyCalls: [0, 0, 0, 0, 2, 0, 2],
    dailyRefused: [0, 0, 0, 0, 2, 0, 1],
  });
});

it("another account's key has no knocking log (I6)", async () => {
  const { key } = await arrange();
  const other = await arrange();
  await expect(listKnocks(other.ctx, key.id)).rejects.toMatchObject({ code: "not_found" });
});
