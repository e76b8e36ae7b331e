import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { keyPolicies } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { testDatabase } from "@/db/testing/database";
import { untilSomebodyWaits } from "@/db/testing/waiting";

import { UpdateKeyPolicyBody } from "../contracts/keys/key-policy";
import { useDatabase } from "../kernel/database";
import { getKeyPolicy } from "./get-key-policy";
import { updateKeyPolicy } from "./update-key-policy";

const database = testDatabase(useDatabase);
const change = { defaultLifetimeDays: 90, maximumLifetimeDays: 730, isGoLiveRequired: true, version: 1 };

function eventsOf(accountId: string) {
  return database.db
    .select({ action: auditEvents.action, before: auditEvents.before, after: auditEvents.after })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, accountId));
}

describe("the key policy", () => {
  it("starts with one year for both lifetimes (R5), with or without a row", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const expected = {
      defaultLifetimeDays: 365,
      maximumLifetimeDays: 365,
      isGoLiveRequired: false,
      version: 1,
      updatedBy: null,
      canUpdate: true,
    };
    expect(await getKeyPolicy(contextOf(tenant, "ada"))).toMatchObject(expected);
    await database.owner.query("delete from key_policies where account_id = $1", [tenant.account.id]);
    expect(await getKeyPolicy(contextOf(tenant, "ada"))).toMatchObject(expected);
    expect(await updateKeyPolicy(contextOf(tenant, "ada"), change)).toMatchObject({ version: 2 });
  });

  it("is changed with exactly one line on the record, before and after (I7)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const ctx = contextOf(tenant, "ada");
    const after = await updateKeyPolicy(ctx, change);
    expect(after).toMatchObject({ ...change, version: 2, updatedBy: { name: "ada" } });
    const { version: _version, ...rules } = change;
    expect(await eventsOf(tenant.account.id)).toEqual([
      {
        action: "policy.updated",
        before: { defaultLifetimeDays: 365, maximumLifetimeDays: 365, isGoLiveRequired: false },
        after: rules,
      },
    ]);
  });

  it("is neither changed nor on the record where nothing is different", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const same = { defaultLifetimeDays: 365, maximumLifetimeDays: 365, isGoLiveRequired: false, version: 1 };
    expect(await updateKeyPolicy(contextOf(tenant, "ada"), same)).toMatchObject({ version: 1 });
    expect(await eventsOf(tenant.account.id)).toEqual([]);
  });

  it("takes one of two changes drawn from the same version and tells the other", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", grace: "admin" });
    const results = await Promise.allSettled([
      updateKeyPolicy(contextOf(tenant, "ada"), { ...change, maximumLifetimeDays: 1000 }),
      updateKeyPolicy(contextOf(tenant, "grace"), { ...change, maximumLifetimeDays: 2000 }),
    ]);
    expect(results.map((result) => result.status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find((result) => result.status === "rejected")).toMatchObject({
      reason: { code: "stale_version" },
    });
    expect(await eventsOf(tenant.account.id)).toHaveLength(1);
  });

  it("waits for keys that are being made by the one before, so that none is on the record after it", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    const client = await database.owner.connect();
    await client.query("begin");
    // What a key that is being made holds until it is committed.
    await client.query("select id from accounts where id = $1 for no key update", [tenant.account.id]);
    const changed = updateKeyPolicy(contextOf(tenant, "ada"), change).then(() => "changed");
    const waits = untilSomebodyWaits(database.owner).then(() => "waits");
    const first = await Promise.race([changed, waits]);
    await client.query("commit");
    client.release();
    expect(first).toBe("waits");
    await changed;
  });

  it("is read by a developer, and neither read by a member nor changed by either", async () => {
    const tenant = await makeTenant(
      database.db,
      { ada: "admin", dev: "developer", max: "member" },
      { environment: "sandbox" },
    );
    expect(await getKeyPolicy(contextOf(tenant, "dev"))).toMatchObject({ canUpdate: false });
    await expect(async () => getKeyPolicy(contextOf(tenant, "max"))).rejects.toMatchObject({
      code: "forbidden",
    });
    for (const person of ["dev", "max"] as const) {
      const attempt = updateKeyPolicy(contextOf(tenant, person), { ...change, isGoLiveRequired: false });
      await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it("can't ask for Go Live in a sandbox account", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" }, { environment: "sandbox" });
    await expect(updateKeyPolicy(contextOf(tenant, "ada"), change)).rejects.toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/isGoLiveRequired" }],
    });
  });

  it("stays as it was when its line on the record can't be written (I7)", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin" });
    await database.owner.query(
      `alter table audit_events add constraint refused check (chain_id <> '${tenant.account.id}') not valid`,
    );
    try {
      await expect(updateKeyPolicy(contextOf(tenant, "ada"), change)).rejects.toThrow();
    } finally {
      await database.owner.query("alter table audit_events drop constraint refused");
    }
    const rows = await database.db
      .select({ version: keyPolicies.version })
      .from(keyPolicies)
      .where(eq(keyPolicies.accountId, tenant.account.id));
    expect(rows).toEqual([{ version: 1 }]);
  });

  it.each([
    [{ ...change, defaultLifetimeDays: 731 }, "defaultLifetimeDays"],
    [{ ...change, maximumLifetimeDays: 3651 }, "maximumLifetimeDays"],
    [{ ...change, defaultLifetimeDays: 0 }, "defaultLifetimeDays"],
    [{ ...change, defaultLifetimeDays: 1.5 }, "defaultLifetimeDays"],
    [{ ...change, defaultLifetimeDays: "90" }, "defaultLifetimeDays"],
    [{ ...change, version: undefined }, "version"],
  ])("refuses %j", (body, field) => {
    const result = UpdateKeyPolicyBody.safeParse(body);
    expect(result.error?.issues.map((issue) => issue.path[0])).toContain(field);
  });
});
