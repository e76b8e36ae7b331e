import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";

import { memberships } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";
import { users } from "@/db/schema/users";
import { makeApp } from "@/db/testing/app";
import { testDatabase } from "@/db/testing/database";
import { makeKey } from "@/db/testing/key";
import { makeClaim, makeOrganization } from "@/db/testing/organization";
import { contextOf, makeTenant } from "@/db/testing/tenant";

import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { startSession } from "../sessions/start";
import { openLook } from "../support/look";
import { readAccountContinuity } from "./continuity";
import { getOrganization } from "./get";

const database = testDatabase(useDatabase);
const DAY_MS = 86_400_000;

const arrange = () => makeTenant(database.db, { ada: "admin", max: "member", grace: "viewer" });

describe("the continuity of an account", () => {
  it("counts admins, their last sign-in and keys, and forecasts who takes what along", async () => {
    const tenant = await arrange();
    const { ada, max } = tenant.people;
    const key = await makeKey(database.db, tenant.account, max.id);
    const app = await makeApp(database.db, tenant.account, ada.id);
    const ctx = contextOf(tenant, "ada");
    await startSession({ id: max.id, email: max.email, name: max.name }, ctx.request);
    expect(await readAccountContinuity(ctx, tenant.account.id)).toMatchObject({
      activeAdmins: 1,
      isAtRisk: true,
      hasSharedAdmin: false,
      hasClaimedDomain: false,
      lastAdminSignInAt: null,
      liveKeys: 2,
      ifLeft: [
        { userId: ada.id, stoppingCount: 0, unmanageableCount: 2 },
        { userId: max.id, stoppingKeys: [{ id: key.id }], unmanageableKeys: [] },
      ],
    });
    const begun = Date.now();
    await startSession({ id: ada.id, email: ada.email, name: ada.name }, ctx.request);
    await database.ownerDb
      .update(memberships)
      .set({ isShared: true })
      .where(eq(memberships.id, ada.membershipId));
    const after = await readAccountContinuity(ctx, tenant.account.id);
    expect(after).toMatchObject({ hasSharedAdmin: true });
    expect(Date.parse(after.lastAdminSignInAt ?? "")).toBeGreaterThan(begun - 1_000);
    expect(after.ifLeft[0]?.unmanageableKeys.map(({ id }) => id).toSorted()).toEqual(
      [key.id, app.id].toSorted(),
    );
  });

  it("leaves out people who are deactivated, in the account or altogether, and their sign-ins", async () => {
    const tenant = await makeTenant(database.db, { ada: "admin", gone: "admin", left: "admin" });
    const { gone, left } = tenant.people;
    const ctx = contextOf(tenant, "ada");
    for (const person of [gone, left]) await startSession(person, ctx.request);
    await database.ownerDb.update(users).set({ status: "deactivated" }).where(eq(users.id, gone.id));
    await database.ownerDb
      .update(memberships)
      .set({ status: "deactivated", deactivatedAt: new Date() })
      .where(eq(memberships.id, left.membershipId));
    expect(await readAccountContinuity(ctx, tenant.account.id)).toMatchObject({
      activeAdmins: 1,
      lastAdminSignInAt: null,
    });
  });

  it("is for admins, the organization's admins and support, whose look is on the account's record", async () => {
    const tenant = await arrange();
    const { account } = tenant;
    await makeOrganization(database.db, { accountIds: [account.id], adminIds: [tenant.people.grace.id] });
    const stranger = await makeTenant(database.db, { gus: "admin" });
    const read = readAccountContinuity;
    await expect(read(contextOf(tenant, "max"), account.id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(read(contextOf(stranger, "gus"), account.id)).rejects.toMatchObject({ code: "not_found" });
    expect(await read(contextOf(tenant, "grace"), account.id)).toMatchObject({ activeAdmins: 1 });
    const id = newId();
    const staff = { id, email: `${id}@example.test`, name: "Sam", isStaff: true };
    await database.ownerDb.insert(users).values({ ...staff, staffRole: "support" });
    const sam = { ...contextOf(tenant, "ada"), user: { ...staff, isStaff: true as const } };
    await expect(read(sam, account.id)).rejects.toMatchObject({ code: "look_needs_reason" });
    await openLook(sam, account.id, { reason: "Asked by mail" });
    expect(await read(sam, account.id)).toMatchObject({ activeAdmins: 1 });
    const events = await database.db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(eq(auditEvents.chainId, account.id));
    expect(events).toEqual([{ action: "account.viewed_by_staff" }]);
  });

  it("has a claimed domain while its organization's claim is held, and not a moment longer", async () => {
    const tenant = await arrange();
    const ctx = contextOf(tenant, "ada");
    const organizationId = await makeOrganization(database.db, { accountIds: [tenant.account.id] });
    const has = async () => (await readAccountContinuity(ctx, tenant.account.id)).hasClaimedDomain;
    await makeClaim(database.db, organizationId, { domain: "pending.example" });
    expect(await has()).toBe(false);
    const failing = { verifiedAt: new Date(), failingSince: new Date(Date.now() - 7 * DAY_MS - 1_000) };
    await makeClaim(database.db, organizationId, { domain: "overdue.example", ...failing });
    expect(await has()).toBe(false);
    await makeClaim(database.db, organizationId, { domain: "held.example", verifiedAt: new Date() });
    expect(await has()).toBe(true);
  });
});

it("an organization shows the accounts of both environments at a glance, and whether one can open them", async () => {
  const production = await arrange();
  const sandbox = await makeTenant(database.db, { dev: "admin" }, { environment: "sandbox" });
  const { grace } = production.people;
  const organizationId = await makeOrganization(database.db, {
    accountIds: [production.account.id, sandbox.account.id],
    adminIds: [grace.id],
  });
  const organization = await getOrganization(contextOf(production, "grace"), organizationId);
  expect(organization).toMatchObject({
    accounts: [
      { id: production.account.id, isMember: true, continuity: { activeAdmins: 1, isAtRisk: true } },
      { id: sandbox.account.id, isMember: false, continuity: { activeAdmins: 1, isAtRisk: true } },
    ],
    admins: [{ id: grace.id, isActive: true }],
    domains: [],
  });
});
