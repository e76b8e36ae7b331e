/** An account that comes to an organization, or leaves it, while its admins or claims change: in either order. */
import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";

import { accounts } from "@/db/schema/accounts";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";
import { testDatabase } from "@/db/testing/database";
import { makeOrganization } from "@/db/testing/organization";
import { contextOf, makeTenant } from "@/db/testing/tenant";
import { untilSomebodyWaits } from "@/db/testing/waiting";
import { actionsOf, makeSupporter } from "@/db/testing/way-to-production";
import { newId } from "@/lib/platform/ids";

import { beginRecords } from "../audit/begin-records";
import { useDatabase } from "../kernel/database";
import { addOrganizationAdmin, removeOrganizationAdmin } from "./change-admins";
import { claimDomain } from "./claim-domain";
import { placeAccount } from "./place-account";

const database = testDatabase(useDatabase);
afterEach(() => useDatabase(database.db));
const reason = "Case 4711";

async function arrange() {
  const first = await makeTenant(database.db, { ada: "admin", grace: "viewer", olga: "viewer" });
  const second = await makeTenant(database.db, { gus: "admin" });
  const organizationId = await makeOrganization(database.db, {
    accountIds: [first.account.id],
    adminIds: [first.people.ada.id, first.people.olga.id],
  });
  const sam = await makeSupporter(database.db, "sam");
  await beginRecords(database.ownerDb);
  return { first, second, organizationId, sam };
}
type Arranged = Awaited<ReturnType<typeof arrange>>;

/** What is on the records of an organization's accounts, and the row that holds it up behind the organization's lock. */
const CHANGES = [
  {
    action: "organization.admin_added",
    run: ({ sam, organizationId, first }: Arranged) =>
      addOrganizationAdmin(sam, { organizationId, email: first.people.grace.email, reason }),
  },
  {
    action: "organization.admin_removed",
    run: ({ sam, organizationId, first }: Arranged) =>
      removeOrganizationAdmin(sam, { organizationId, userId: first.people.olga.id, reason }),
  },
  {
    action: "domain.claimed",
    run: ({ organizationId, first }: Arranged) =>
      claimDomain(contextOf(first, "ada"), { organizationId, domain: `d${newId().slice(-12)}.example` }),
  },
] as const;

const placeSecond = ({ sam, second, organizationId }: Arranged, isIn = true) =>
  placeAccount(sam, { accountId: second.account.id, organizationId: isIn ? organizationId : null, reason });
const recordOfSecond = async ({ second }: Arranged) =>
  (await actionsOf(database.db, second.account.id)).slice(1);

describe.each(CHANGES)("$action", ({ action, run }) => {
  it("is on the record of an account that came after it was asked for, and before its locks", async () => {
    const arranged = await arrange();
    const changed = await database.ownerDb.transaction(async (tx) => {
      const { id } = arranged.first.account;
      await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).for("update");
      const waiting = run(arranged);
      await untilSomebodyWaits(database.owner);
      await placeSecond(arranged);
      return { waiting };
    });
    await changed.waiting;
    expect(await recordOfSecond(arranged)).toEqual(["account.organization_changed", action]);
  });

  it("is not on the record of an account that left before its locks", async () => {
    const arranged = await arrange();
    await placeSecond(arranged);
    const changed = await database.ownerDb.transaction(async (tx) => {
      const { id } = arranged.first.account;
      await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).for("update");
      const waiting = run(arranged);
      await untilSomebodyWaits(database.owner);
      await placeSecond(arranged, false);
      return { waiting };
    });
    await changed.waiting;
    expect(await recordOfSecond(arranged)).not.toContain(action);
  });

  it("comes before an account that waits for it, on whose record it is not", async () => {
    const arranged = await arrange();
    const both = await database.ownerDb.transaction(async (tx) => {
      const { organizationId } = arranged;
      await tx
        .select({ id: organizations.id })
        .from(organizations)
        .where(eq(organizations.id, organizationId))
        .for("update");
      const changing = run(arranged);
      await untilSomebodyWaits(database.owner);
      const placing = placeSecond(arranged);
      await untilSomebodyWaits(database.owner, 2);
      return { changing, placing };
    });
    await Promise.all([both.changing, both.placing]);
    expect(await recordOfSecond(arranged)).toEqual(["account.organization_changed"]);
  });
});

it("nobody is named an admin of an organization whose last common account has just left", async () => {
  const arranged = await arrange();
  const { sam, organizationId, second } = arranged;
  await placeSecond(arranged);
  const [gus] = await database.db
    .select({ email: users.email })
    .from(users)
    .where(sql`${users.id} = ${second.people.gus.id}`);
  const changed = await database.ownerDb.transaction(async (tx) => {
    const { id } = arranged.first.account;
    await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, id)).for("update");
    const waiting = addOrganizationAdmin(sam, { organizationId, email: gus?.email ?? "", reason });
    const refused = expect(waiting).rejects.toMatchObject({ code: "not_of_organization" });
    await untilSomebodyWaits(database.owner);
    await placeSecond(arranged, false);
    return { refused };
  });
  await changed.refused;
});
