/** Organizations for tests, written directly: the operator's commands make them, and no verb of the console does. */
import { and, eq } from "drizzle-orm";

import { accounts, memberships } from "../schema/accounts";
import { claimedDomains, organizationAdmins, organizations } from "../schema/organizations";
import { newGuid, newId } from "../../lib/platform/ids";
import type { Database } from "../client";
import { ownersOf } from "./arranging";
import { makeTenant } from "./tenant";
import { joinAs } from "./way-to-production";

/** An organization with these accounts and admins. @returns its id */
export async function makeOrganization(
  db: Database,
  { accountIds = [], adminIds = [] }: { accountIds?: readonly string[]; adminIds?: readonly string[] },
): Promise<string> {
  const owner = ownersOf(db);
  const id = newId();
  await owner.insert(organizations).values({ id, name: `Organization ${id.slice(-6)}` });
  for (const accountId of accountIds) {
    await owner.update(accounts).set({ organizationId: id }).where(eq(accounts.id, accountId));
  }
  for (const userId of adminIds) {
    await owner.insert(organizationAdmins).values({ organizationId: id, userId });
  }
  await makeOffice(db, id, adminIds);
  return id;
}

/** An account of the organization for those of its admins who are in none: the right rests on a part in one. */
async function makeOffice(db: Database, organizationId: string, adminIds: readonly string[]): Promise<void> {
  const owner = ownersOf(db);
  const found = await owner
    .select({ userId: memberships.userId })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(and(eq(accounts.organizationId, organizationId), eq(memberships.status, "active")));
  const inNone = adminIds.filter((id) => !found.some(({ userId }) => userId === id));
  if (inNone.length === 0) return;
  const { account } = await makeTenant(db, {});
  await owner.update(accounts).set({ organizationId }).where(eq(accounts.id, account.id));
  for (const userId of inNone) await joinAs(db, account.id, userId, "viewer");
}

/** A claim of a domain as it is in this life; pending unless told otherwise. */
export async function makeClaim(
  db: Database,
  organizationId: string,
  claim: Partial<typeof claimedDomains.$inferInsert> & { readonly domain: string },
): Promise<{ readonly id: string; readonly token: string }> {
  const made = { id: newId(), token: newGuid() };
  await ownersOf(db)
    .insert(claimedDomains)
    .values({ ...made, organizationId, ...claim });
  return made;
}
