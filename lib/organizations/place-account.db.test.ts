/** Where an account belongs, and who the admins of an organization are, by support and by command. */
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { accounts } from "@/db/schema/accounts";
import { organizations } from "@/db/schema/organizations";
import { testDatabase } from "@/db/testing/database";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { openTwoPools, type TwoPools } from "@/db/testing/two-pools";
import { actionsOf, makeSupporter, toldTo } from "@/db/testing/way-to-production";

import { beginRecords } from "../audit/begin-records";
import { verifyChain } from "../audit/verify";
import { useDatabase } from "../kernel/database";
import { findAccount } from "../kernel/access";
import { newId } from "../platform/ids";
import {
  addOrganizationAdmin,
  addOrganizationAdminAsOperator,
  removeOrganizationAdmin,
} from "./change-admins";
import { findAccountPeople } from "./account-people";
import { readAccountContinuity } from "./continuity";
import { getOrganization } from "./get";
import { listOrganizations } from "./list-for-support";
import { createOrganization, createOrganizationAsOperator, placeAccount } from "./place-account";

const database = testDatabase(useDatabase);
let pools: TwoPools;
beforeAll(() => {
  pools = openTwoPools(database.url);
});
afterAll(() => pools.close());
afterEach(() => useDatabase(database.db));

const reason = "Case 4711";

async function arrange() {
  const tenant = await makeTenant(database.db, { ada: "admin", grace: "viewer", greta: "member" });
  const other = await makeTenant(database.db, { gus: "admin" });
  const sam = await makeSupporter(database.db, "sam");
  await beginRecords(database.ownerDb);
  const accountId = tenant.account.id;
  const name = `Organization ${accountId.slice(-6)}`;
  const { organization } = await createOrganization(sam, { name, accountId, reason });
  const organizationId = organization?.id ?? "";
  const { grace, greta, gus } = { ...tenant.people, ...other.people };
  const adding = { organizationId, email: grace.email, reason };
  return { tenant, other, sam, accountId, organizationId, name, grace, greta, gus, adding };
}

describe("an organization", () => {
  it("begins with an account, whose record says so, and whose admins are told", async () => {
    const { tenant, accountId, organizationId, name, sam } = await arrange();
    expect((await findAccount(database.db, accountId)).organizationId).toBe(organizationId);
    const actions = (await actionsOf(database.db, accountId)).slice(1);
    expect(actions).toEqual(["organization.created", "account.organization_changed"]);
    expect(await verifyChain(database.db, accountId)).toMatchObject({ isValid: true, differences: [] });
    expect(await toldTo(database.db, tenant.people.ada.id)).toEqual([
      `${tenant.account.name} belongs to ${name} now`,
    ]);
    const found = await listOrganizations(sam, { q: name.toUpperCase(), limit: 500 });
    expect(found.data).toEqual([{ id: organizationId, name, accounts: 1, admins: 0 }]);
    expect(await actionsOf(database.db, sam.user.id)).toContain("support.searched");
  });

  it("is listed once, a page at a time, by name, though several have the same", async () => {
    const { sam, name, organizationId } = await arrange();
    const twins = [organizationId];
    for (let made = 0; made < 4; made += 1) {
      const id = newId();
      await database.ownerDb.insert(organizations).values({ id, name });
      twins.push(id);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listOrganizations(sam, { q: name, limit: 2, cursor });
      expect(page.data.length).toBeLessThanOrEqual(2);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(twins.toSorted());
  });

  it("names twenty of its other accounts, and says how many there are", async () => {
    const { accountId, organizationId } = await arrange();
    for (let made = 0; made < 21; made += 1) {
      const { account } = await makeTenant(database.db, {});
      await database.ownerDb.update(accounts).set({ organizationId }).where(eq(accounts.id, account.id));
    }
    const { organization } = await findAccountPeople(database.db, accountId);
    expect(organization?.otherAccounts).toHaveLength(20);
    expect(organization?.otherAccountCount).toBe(21);
  });

  it("loses an account at once: its admins have no part in it any more", async () => {
    const { tenant, sam, accountId, organizationId, grace, adding } = await arrange();
    await addOrganizationAdmin(sam, adding);
    const ctx = contextOf(tenant, "grace");
    expect(await readAccountContinuity(ctx, accountId)).toMatchObject({ activeAdmins: 1 });
    const out = { organization: null };
    const taking = { accountId, organizationId: null, reason, leavesNone: true };
    expect(await placeAccount(sam, taking)).toMatchObject(out);
    expect(await placeAccount(sam, taking)).toMatchObject(out);
    await expect(readAccountContinuity(ctx, accountId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(getOrganization(ctx, organizationId)).rejects.toMatchObject({ code: "not_found" });
    expect(await actionsOf(database.db, grace.id)).toContain("organization.admin_removed");
    expect(await verifyChain(database.db, accountId)).toMatchObject({ isValid: true, differences: [] });
  });

  it("takes only one that is there", async () => {
    const { sam, accountId } = await arrange();
    const organizationId = crypto.randomUUID();
    await expect(placeAccount(sam, { accountId, organizationId, reason })).rejects.toMatchObject({
      code: "validation_failed",
      errors: [{ pointer: "/organizationId", code: "unknown_organization" }],
    });
  });

  it("has admins who are members of its accounts, on all their records", async () => {
    const { sam, accountId, organizationId, other, gus, grace, adding } = await arrange();
    await expect(addOrganizationAdmin(sam, { ...adding, email: gus.email })).rejects.toMatchObject({
      code: "not_of_organization",
      errors: [{ pointer: "/email" }],
    });
    await placeAccount(sam, { accountId: other.account.id, organizationId, reason });
    expect(await addOrganizationAdmin(sam, { ...adding, email: gus.email })).toBe(true);
    expect(await addOrganizationAdmin(sam, adding)).toBe(true);
    expect(await addOrganizationAdmin(sam, adding)).toBe(false);
    for (const id of [accountId, other.account.id]) {
      const added = (await actionsOf(database.db, id)).filter((action) =>
        action.startsWith("organization.admin"),
      );
      expect(added).toHaveLength(2);
    }
    expect(await actionsOf(database.db, grace.id)).toContain("organization.admin_added");
    await removeOrganizationAdmin(sam, { organizationId, userId: grace.id, reason });
    await expect(
      getOrganization({ ...sam, user: { ...sam.user, id: grace.id } }, organizationId),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(
      removeOrganizationAdmin(sam, { organizationId, userId: grace.id, reason }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("loses its last admin only where that is said", async () => {
    const { sam, organizationId, grace, adding } = await arrange();
    await addOrganizationAdmin(sam, adding);
    const removing = { organizationId, userId: grace.id, reason };
    await expect(removeOrganizationAdmin(sam, removing)).rejects.toMatchObject({
      code: "last_organization_admin",
    });
    await removeOrganizationAdmin(sam, { ...removing, leavesNone: true });
  });

  it.each([1, 2, 3])("of two last admins who are removed at once, one stays (%i)", async () => {
    const { sam, organizationId, grace, greta, adding } = await arrange();
    await addOrganizationAdmin(sam, adding);
    await addOrganizationAdmin(sam, { ...adding, email: greta.email });
    useDatabase(pools.db);
    const results = await Promise.allSettled(
      [grace, greta].map(({ id: userId }) =>
        removeOrganizationAdmin(sam, { organizationId, userId, reason }),
      ),
    );
    useDatabase(database.db);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("is made by the operator's command too, by the same rules", async () => {
    const { other, gus, organizationId } = await arrange();
    useDatabase(database.ownerDb);
    const accountId = other.account.id;
    const made = await createOrganizationAsOperator("admin organization create", {
      name: "Globex",
      accountId,
      reason,
    });
    const adding = { organizationId: made, email: gus.email, reason };
    expect(await addOrganizationAdminAsOperator("admin organization add-admin", adding)).toBe(true);
    await expect(
      addOrganizationAdminAsOperator("admin organization add-admin", { ...adding, organizationId }),
    ).rejects.toMatchObject({ code: "not_of_organization" });
    expect((await actionsOf(database.db, accountId)).slice(1)).toEqual([
      "organization.created",
      "account.organization_changed",
      "organization.admin_added",
    ]);
  });
});
