import { eq } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { organizations } from "@/db/schema/organizations";
import type { Reader } from "./database";

/** Names that others connect with a person: of the accounts and organizations that he or she belongs to. */
export async function findOwnNames(db: Reader, userId: string): Promise<string[]> {
  const rows = await db
    .select({ account: accounts.name, organization: organizations.name })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .leftJoin(organizations, eq(organizations.id, accounts.organizationId))
    .where(eq(memberships.userId, userId));
  return rows.flatMap(({ account, organization }) => (organization ? [account, organization] : [account]));
}
