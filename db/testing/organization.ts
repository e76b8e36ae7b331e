/** Organizations for tests, written directly: the operator's commands make them, and no verb of the console does. */
import { eq } from "drizzle-orm";

import { accounts } from "../schema/accounts";
import { claimedDomains, organizationAdmins, organizations } from "../schema/organizations";
import { newGuid, newId } from "../../lib/platform/ids";
import type { Database } from "../client";
import { ownersOf } from "./arranging";

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
  return id;
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
