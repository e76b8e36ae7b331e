/** An organization's admins are people of its accounts: the right ends with the last part, and never unsaid with the last admin. */
import { and, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { auditEvents } from "@/db/schema/audit-events";
import { memberships } from "@/db/schema/accounts";
import { organizationAdmins } from "@/db/schema/organizations";
import { notices } from "@/db/schema/jobs";
import { testDatabase } from "@/db/testing/database";
import { makeOrganization } from "@/db/testing/organization";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { openTwoPools, type TwoPools } from "@/db/testing/two-pools";
import { actionsOf, joinAs, makeSupporter, toldTo } from "@/db/testing/way-to-production";

import { getMe } from "../accounts/me";
import { beginRecords } from "../audit/begin-records";
import { verifyChain } from "../audit/verify";
import { useDatabase } from "../kernel/database";
import { deactivateMember } from "../members/deactivate";
import { deactivatePerson, reactivatePerson } from "../members/everywhere/change-status";
import { leaveAccount, previewLeaving } from "../members/leave";
import { deactivateAsOperator } from "../members/set-status-as-operator";
import { getOrganization } from "./get";
import { placeAccount } from "./place-account";

const database = testDatabase(useDatabase);
let pools: TwoPools;
beforeAll(() => {
  pools = openTwoPools(database.url);
});
afterAll(() => pools.close());
afterEach(() => useDatabase(database.db));

const reason = "Has left the company";

/** Max is in two accounts of an organization, and its admin beside Olga, who is in the second one. */
async function arrange(others: readonly "olga"[] = ["olga"]) {
  const first = await makeTenant(database.db, { ada: "admin", max: "member" });
  const second = await makeTenant(database.db, { gus: "admin", olga: "viewer" });
  const max = first.people.max;
  await joinAs(database.db, second.account.id, max.id, "viewer");
  const organizationId = await makeOrganization(database.db, {
    accountIds: [first.account.id, second.account.id],
    adminIds: [max.id, ...others.map((name) => second.people[name].id)],
  });
  const sam = await makeSupporter(database.db, "sam");
  await beginRecords(database.ownerDb);
  const [own] = await database.db
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.accountId, second.account.id), eq(memberships.userId, max.id)));
  const memberId = own?.id ?? "";
  const there = { ...contextOf(first, "max"), account: second.account, profile: "viewer" as const };
  return { first, second, max, olga: second.people.olga, organizationId, sam, memberId, there };
}

type Arranged = Awaited<ReturnType<typeof arrange>>;

/** The ways in which a part in the second account ends. */
const WAYS: readonly [string, (arranged: Arranged, leavesNone?: boolean) => Promise<unknown>][] = [
  [
    "is deactivated by an admin",
    ({ second, memberId }, leavesNone) =>
      deactivateMember(contextOf(second, "gus"), { memberId, reason, leavesNone }),
  ],
  ["leaves", ({ there }, leavesNone) => leaveAccount(there, { reason, leavesNone })],
  [
    "is deactivated by a command",
    async ({ second, first }, leavesNone = false) => {
      const { email } = contextOf(first, "max").user;
      const lasts = { isLastAdminToo: false, leavesNone };
      useDatabase(database.ownerDb);
      const member = { accountId: second.account.id, email, reason };
      await deactivateAsOperator("admin member deactivate", member, lasts);
      useDatabase(database.db);
    },
  ],
  [
    "is in no other account once this one is taken out",
    ({ sam, second }, leavesNone) =>
      placeAccount(sam, { accountId: second.account.id, organizationId: null, reason, leavesNone }),
  ],
];

const leaveFirst = ({ first }: Arranged) => leaveAccount(contextOf(first, "max"), {});
const isNamed = async ({ organizationId, max }: Arranged) =>
  (
    await database.db
      .select({ id: organizationAdmins.userId })
      .from(organizationAdmins)
      .where(
        and(eq(organizationAdmins.organizationId, organizationId), eq(organizationAdmins.userId, max.id)),
      )
  ).length > 0;

describe("an organization's admin", () => {
  it.each(WAYS.slice(0, 3))("who %s is one no more with the last part, on all records", async (_way, end) => {
    const arranged = await arrange();
    const { first, second, max, olga, organizationId } = arranged;
    await leaveFirst(arranged);
    expect(await isNamed(arranged)).toBe(true);
    await end(arranged);
    expect(await isNamed(arranged)).toBe(false);
    expect((await getMe(contextOf(first, "max"))).organizations).toEqual([]);
    await expect(getOrganization(contextOf(first, "max"), organizationId)).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await toldTo(database.db, olga.id)).at(-1)).toContain("is no admin of");
    for (const id of [first.account.id, second.account.id, max.id]) {
      expect((await actionsOf(database.db, id)).at(-1)).toBe("organization.admin_removed");
      expect(await verifyChain(database.db, id)).toMatchObject({ isValid: true, differences: [] });
    }
  });

  it.each(WAYS.slice(1))("who is the last one and %s is refused until that is said", async (_way, end) => {
    const arranged = await arrange([]);
    const { second, organizationId } = arranged;
    await leaveFirst(arranged);
    await expect(end(arranged)).rejects.toMatchObject({
      code: "last_organization_admin",
      errors: [{ pointer: "/leavesNone" }],
    });
    expect(await isNamed(arranged)).toBe(true);
    useDatabase(database.db);
    await end(arranged, true);
    expect(await isNamed(arranged)).toBe(false);
    const isOut = (await actionsOf(database.db, second.account.id)).includes("account.organization_changed");
    const told = await toldTo(database.db, (isOut ? arranged.first.people.ada : second.people.gus).id);
    expect(told.filter((subject) => subject.includes("is no admin of"))).toHaveLength(1);
    expect(organizationId).not.toBe("");
  });

  it("who is the last one is taken away by no account's admin, whatever is said, but ends it as anybody may", async () => {
    const arranged = await arrange([]);
    const { memberId, second, there } = arranged;
    await leaveFirst(arranged);
    const [[, deactivate] = ["", () => Promise.resolve()]] = WAYS;
    for (const leavesNone of [undefined, true]) {
      await expect(deactivate(arranged, leavesNone)).rejects.toMatchObject({
        code: "last_organization_admin",
        message: expect.stringContaining("Ask support"),
      });
    }
    expect(await isNamed(arranged)).toBe(true);
    await database.ownerDb.update(memberships).set({ profile: "admin" }).where(eq(memberships.id, memberId));
    const own = { ...there, profile: "admin" as const };
    await expect(deactivateMember(own, { memberId, reason })).rejects.toMatchObject({
      errors: [{ pointer: "/leavesNone" }],
    });
    await deactivateMember(own, { memberId, reason, leavesNone: true });
    expect(await isNamed(arranged)).toBe(false);
    expect(second.account.id).not.toBe("");
  });

  it.each(WAYS.slice(0, 3))("who %s: what was typed stays on that account's record", async (_way, end) => {
    const arranged = await arrange();
    const { first, second, max, olga } = arranged;
    await leaveFirst(arranged);
    await end(arranged);
    const reasonsOf = async (id: string) =>
      (
        await database.ownerDb
          .select({ action: auditEvents.action, reason: auditEvents.reason })
          .from(auditEvents)
          .where(eq(auditEvents.chainId, id))
      ).filter((event) => event.reason === reason);
    expect(await reasonsOf(first.account.id)).toEqual([]);
    expect(await reasonsOf(max.id)).toEqual([]);
    expect(await reasonsOf(second.account.id)).toHaveLength(1);
    const mails = await database.ownerDb.select().from(notices).where(eq(notices.userId, olga.id));
    expect(JSON.stringify(mails)).not.toContain(reason);
    expect(JSON.stringify(mails)).toContain("Their last part");
  });

  it("is shown before leaving whether the right goes, and whether nobody is left", async () => {
    const arranged = await arrange([]);
    expect(await previewLeaving(arranged.there)).toMatchObject({ organizations: [] });
    await leaveFirst(arranged);
    expect(await previewLeaving(arranged.there)).toMatchObject({
      organizations: [{ id: arranged.organizationId, isLast: true }],
    });
  });

  it("who is deactivated everywhere is one no more, for good, and the last one only where that is said", async () => {
    const arranged = await arrange();
    const { sam, max, olga } = arranged;
    await deactivatePerson(sam, { userId: max.id, reason });
    expect(await isNamed(arranged)).toBe(false);
    expect((await toldTo(database.db, olga.id)).at(-1)).toContain("is no admin of");
    await reactivatePerson(sam, { userId: max.id, reason });
    expect((await getMe(contextOf(arranged.first, "max"))).organizations).toEqual([]);
    const last = { userId: olga.id, reason };
    await expect(deactivatePerson(sam, last)).rejects.toMatchObject({ code: "last_organization_admin" });
    expect(await deactivatePerson(sam, { ...last, leavesNone: true })).toMatchObject({
      status: "deactivated",
    });
    expect(await verifyChain(database.db, olga.id)).toMatchObject({ isValid: true, differences: [] });
  });

  it("has no right without a part in an account, whatever is written", async () => {
    const { organizationId, olga, second } = await arrange();
    await database.ownerDb
      .update(memberships)
      .set({ status: "deactivated", deactivatedAt: new Date() })
      .where(eq(memberships.userId, olga.id));
    await expect(getOrganization(contextOf(second, "olga"), organizationId)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it.each([1, 2, 3])("of two last ones who leave at once, one stays (%i)", async () => {
    const arranged = await arrange();
    await leaveFirst(arranged);
    useDatabase(pools.db);
    const results = await Promise.allSettled([
      leaveAccount(arranged.there, {}),
      leaveAccount(contextOf(arranged.second, "olga"), {}),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it.each([1, 2, 3])("whose two parts end at once, in two accounts, is one no more (%i)", async () => {
    const arranged = await arrange();
    useDatabase(pools.db);
    await Promise.all([leaveFirst(arranged), leaveAccount(arranged.there, {})]);
    expect(await isNamed(arranged)).toBe(false);
  });
});
