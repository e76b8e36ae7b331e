/** Leaving an account oneself (S3, R6). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { openTwoPools, type TwoPools } from "@/db/testing/two-pools";
import { actionsOf, toldTo } from "@/db/testing/way-to-production";
import { verdictOf } from "@/testing/verdict";

import { beginRecords } from "../audit/begin-records";
import { verifyChain } from "../audit/verify";
import { useDatabase } from "../kernel/database";
import { deactivateMember } from "./deactivate";
import { leaveAccount, previewLeaving } from "./leave";
import { reactivateMember } from "./reactivate";

const database = testDatabase(useDatabase);
let pools: TwoPools;
beforeAll(() => {
  pools = openTwoPools(database.url);
});
afterAll(() => pools.close());
afterEach(() => useDatabase(database.db));

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin", bea: "admin", max: "member", vera: "viewer" });
  const key = await makeKey(database.db, tenant.account, tenant.people.max.id);
  await beginRecords(database.ownerDb);
  const [ada, bea, max] = [contextOf(tenant, "ada"), contextOf(tenant, "bea"), contextOf(tenant, "max")];
  return { tenant, key, ada, bea, max, accountId: tenant.account.id };
}

describe("who leaves an account", () => {
  it("sees which keys stop, which they do at once, and is brought back by an admin", async () => {
    const { tenant, key, ada, bea, max, accountId } = await arrange();
    expect(await previewLeaving(max)).toMatchObject({
      liveKeys: 1,
      keys: [{ id: key.id, callsLastDay: 0 }],
      isLastAdmin: false,
    });
    await leaveAccount(max, { reason: "Another project" });
    expect(await verdictOf(database.db, key.secret)).toBe("owner_inactive");
    await expect(leaveAccount(max, {})).rejects.toMatchObject({ code: "not_found" });
    for (const { user } of [ada, bea]) {
      expect(await toldTo(database.db, user.id)).toEqual([
        `${max.user.name} has left ${tenant.account.name}`,
      ]);
    }
    expect(await toldTo(database.db, max.user.id)).toEqual([]);
    await reactivateMember(ada, tenant.people.max.membershipId);
    expect(await verdictOf(database.db, key.secret)).toBe("allowed");
    expect((await actionsOf(database.db, accountId)).slice(1)).toEqual(["member.left", "member.reactivated"]);
    expect(await verifyChain(database.db, accountId)).toMatchObject({ isValid: true, differences: [] });
  });

  it("may be anybody, in a closed account too, but not its last admin while keys live", async () => {
    const { tenant, ada, bea, accountId } = await arrange();
    await database.owner.query("update accounts set status = 'closed' where id = $1", [accountId]);
    await leaveAccount(contextOf(tenant, "vera"), {});
    await leaveAccount(bea, {});
    expect(await previewLeaving(ada)).toMatchObject({ isLastAdmin: true });
    await expect(leaveAccount(ada, {})).rejects.toMatchObject({ code: "last_admin" });
  });

  it.each([1, 2, 3])(
    "leaves one admin there where two leave at once, or one is deactivated (%i)",
    async () => {
      const { tenant, ada, bea } = await arrange();
      useDatabase(pools.db);
      const results = await Promise.allSettled([
        leaveAccount(ada, {}),
        deactivateMember(ada, { memberId: tenant.people.bea.membershipId }),
        leaveAccount(bea, {}),
      ]);
      useDatabase(database.db);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    },
  );
});
