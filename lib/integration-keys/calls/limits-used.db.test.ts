/** R10 as the console shows it: what is used of an account's limits, by the counters that decide. */
import { describe, expect, it } from "vitest";

import { callHours, callWindows } from "@/db/schema/calls";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant, type TenantOptions } from "@/db/testing/tenant";

import { withinOneHour } from "@/gate/testing/within-one-hour";

import { HOUR_SECONDS, windowStart } from "../../domain/calls/limits";
import { useDatabase } from "../../kernel/database";
import { readAccountQuota, readKeyQuota } from "./call-quota";
import { readKeyCapacity } from "../keys/reading/capacity";

const database = testDatabase(useDatabase);
const HOUR = 3_600_000;

async function arrange(options: TenantOptions = {}) {
  const tenant = await makeTenant(database.db, { ada: "admin", vera: "viewer" }, options);
  const key = await makeKey(database.db, tenant.account, tenant.people.ada.id);
  const count = (hourStart: Date, hourCount: number) =>
    database.db.insert(callWindows).values({
      accountId: tenant.account.id,
      hourStart,
      hourCount,
      burstStart: hourStart,
      burstCount: 0,
    });
  return { tenant, key, count, ada: contextOf(tenant, "ada"), vera: contextOf(tenant, "vera") };
}

const thisHour = () => windowStart(new Date(), HOUR_SECONDS);

describe("the hourly limit", () => {
  it("is used up by what the gate has counted in this hour, and told to every member", () =>
    withinOneHour(async () => {
      const { count, ada, vera } = await arrange();
      expect((await readAccountQuota(ada)).hourly).toMatchObject({ limit: 3_000, used: 0 });
      await count(thisHour(), 1_240);
      for (const ctx of [ada, vera]) {
        const { hourly, byKey, now } = await readAccountQuota(ctx);
        expect(hourly).toMatchObject({ limit: 3_000, used: 1_240 });
        expect(Date.parse(hourly.resetsAt) - Date.parse(now)).toBeLessThanOrEqual(HOUR);
        expect(Date.parse(hourly.resetsAt) % HOUR).toBe(0);
        expect(byKey).toBeNull();
      }
    }));

  it("counts nothing of an hour that has passed", async () => {
    const { count, ada } = await arrange();
    await count(new Date(thisHour().getTime() - HOUR), 2_999);
    expect((await readAccountQuota(ada)).hourly.used).toBe(0);
  });

  it("is the account's own where it has one", async () => {
    const { ada } = await arrange({ hourlyLimit: 50_000 });
    expect((await readAccountQuota(ada)).hourly.limit).toBe(50_000);
  });

  it("says what part of it is this key's: its accepted calls of this hour", () =>
    withinOneHour(async () => {
      const { key, count, ada, tenant } = await arrange();
      await count(thisHour(), 900);
      expect(await readKeyQuota(ada, key.id)).toMatchObject({ hourly: { used: 900 }, byKey: 0 });
      const row = { keyId: key.id, accountId: tenant.account.id };
      await database.db.insert(callHours).values([
        { ...row, hour: thisHour(), code: "allowed", count: 310 },
        { ...row, hour: thisHour(), code: "insufficient_scope", count: 7 },
        { ...row, hour: thisHour(), code: "account_closed", count: 5 },
        { ...row, hour: new Date(thisHour().getTime() - HOUR), code: "allowed", count: 500 },
      ]);
      expect(await readKeyQuota(ada, key.id)).toMatchObject({ hourly: { used: 900 }, byKey: 310 });
    }));

  it("of another account's key is not there (I6), and a viewer sees no key's", async () => {
    const { key, vera } = await arrange();
    const other = await arrange();
    await expect(readKeyQuota(other.ada, key.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(readKeyQuota(vera, key.id)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("the limit of active keys", () => {
  it("is told with what is used of it", async () => {
    const { ada } = await arrange();
    expect(await readKeyCapacity(ada)).toEqual({
      counts: { active: 1, retiring: 0, expired: 0, revoked: 0 },
      ended: 0,
      activeLimit: 100,
      workingLimit: 200,
    });
    const own = await arrange({ activeKeyLimit: 7 });
    expect(await readKeyCapacity(own.ada)).toMatchObject({ activeLimit: 7, workingLimit: 14 });
  });

  it("is not told to whom keys are none of their business", async () => {
    const { vera } = await arrange();
    await expect(readKeyCapacity(vera)).rejects.toMatchObject({ code: "forbidden" });
  });
});
