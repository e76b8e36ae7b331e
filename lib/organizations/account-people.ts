import { and, asc, count, desc, eq, ne, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { invitations } from "@/db/schema/mailed-links";
import { organizationAdmins, organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import type { SupportAccountPeople } from "../contracts/accounts/account-lifecycle";
import { findAccount } from "../kernel/access";
import type { StaffContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { readUnderLook } from "../kernel/cases/staff-view";
import { IS_OPEN_INVITATION } from "../row-state/open-invitation";
import { isOrganizationAdmin } from "../row-state/organization-admin";

const NAMED_MAX = 100;
const NAMED_ACCOUNTS_MAX = 20;

/**
 * Who is in an account, who is invited as its first admin, and the organization that it belongs to, for support under an open look.
 * @throws DomainError not_found | forbidden | look_needs_reason
 */
export function getAccountPeople(ctx: StaffContext, accountId: string): Promise<SupportAccountPeople> {
  return readUnderLook(ctx, accountId, (db) => findAccountPeople(db, accountId));
}

/** The same, for what support has changed with a reason of its own. @throws DomainError not_found */
export async function findAccountPeople(db: Reader, accountId: string): Promise<SupportAccountPeople> {
  const { organizationId } = await findAccount(db, accountId);
  const members = await db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      profile: memberships.profile,
      status: memberships.status,
      userStatus: users.status,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.accountId, accountId))
    .orderBy(asc(memberships.id))
    .limit(NAMED_MAX);
  const [total] = await db
    .select({ members: count() })
    .from(memberships)
    .where(eq(memberships.accountId, accountId));
  return {
    organization: organizationId === null ? null : await findOrganization(db, organizationId, accountId),
    members: members.map(({ status, userStatus, ...member }) => ({
      ...member,
      isActive: status === "active" && userStatus === "active",
    })),
    memberCount: total?.members ?? 0,
    firstAdmin: members.length === 0 ? await findFirstAdmin(db, accountId) : null,
  };
}

async function findFirstAdmin(db: Reader, accountId: string): Promise<SupportAccountPeople["firstAdmin"]> {
  const [invited] = await db
    .select({ email: invitations.email, expiresAt: invitations.expiresAt })
    .from(invitations)
    .where(and(eq(invitations.accountId, accountId), eq(invitations.isFromSupport, true), IS_OPEN_INVITATION))
    .orderBy(desc(invitations.id))
    .limit(1);
  return invited ? { email: invited.email, expiresAt: invited.expiresAt.toISOString() } : null;
}

async function findOrganization(
  db: Reader,
  organizationId: string,
  accountId: string,
): Promise<SupportAccountPeople["organization"]> {
  const [organization] = await db
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  if (!organization) return null;
  const admins = await db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      isActive: sql<boolean>`${isOrganizationAdmin()}`,
    })
    .from(organizationAdmins)
    .innerJoin(users, eq(users.id, organizationAdmins.userId))
    .where(eq(organizationAdmins.organizationId, organizationId))
    .orderBy(asc(users.name), asc(users.id));
  const isOther = and(eq(accounts.organizationId, organizationId), ne(accounts.id, accountId));
  const others = await db
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(isOther)
    .orderBy(asc(accounts.name), asc(accounts.id))
    .limit(NAMED_ACCOUNTS_MAX);
  const [total] = await db.select({ accounts: count() }).from(accounts).where(isOther);
  return {
    ...organization,
    admins,
    otherAccounts: others,
    otherAccountCount: total?.accounts ?? 0,
  };
}
