import { and, asc, eq, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";

import type {
  OrganizationAccountList,
  OrganizationAccountListInput,
} from "../contracts/accounts/organizations";
import type { SessionContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { ask } from "../kernel/read";
import { expectAdministered } from "../kernel/accounts/organization-access";
import { glancesOf } from "./continuity";

type Page = OrganizationAccountListInput & { readonly organizationId: string };

/**
 * The accounts of an organization with their continuity at a glance, by environment and name, a page at a time by keyset; for its
 * admins.
 * @throws DomainError not_found
 */
export function listOrganizationAccounts(ctx: SessionContext, input: Page): Promise<OrganizationAccountList> {
  return ask(async (db) => {
    await expectAdministered(db, ctx, input.organizationId);
    return findAccountPage(db, ctx.user.id, input);
  });
}

/** The same for who was found to be an admin of it. */
export async function findAccountPage(
  db: Reader,
  userId: string,
  { organizationId, cursor, limit }: Page,
): Promise<OrganizationAccountList> {
  const rows = await db
    .select({
      id: accounts.id,
      name: accounts.name,
      environment: accounts.environment,
      plan: accounts.plan,
      status: accounts.status,
      membershipId: memberships.id,
    })
    .from(accounts)
    .leftJoin(
      memberships,
      and(
        eq(memberships.accountId, accounts.id),
        eq(memberships.userId, userId),
        eq(memberships.status, "active"),
      ),
    )
    .where(
      and(eq(accounts.organizationId, organizationId), cursor ? isBehind(organizationId, cursor) : undefined),
    )
    .orderBy(asc(accounts.environment), asc(accounts.name), asc(accounts.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const glances = await glancesOf(
    db,
    page.map((row) => row.id),
  );
  const data = page.flatMap(({ membershipId, ...row }) => {
    const continuity = glances.get(row.id);
    return continuity ? [{ ...row, isMember: membershipId !== null, continuity }] : [];
  });
  return { data, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** Behind the account that the page before ended with; where it has left the organization, nothing is. */
const isBehind = (organizationId: string, cursor: string) => sql`
  (${accounts.environment}, ${accounts.name}, ${accounts.id}) > (
    select last.environment, last.name, last.id from accounts last
    where last.id = ${cursor} and last.organization_id = ${organizationId})`;
