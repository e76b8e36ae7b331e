import { domainToUnicode } from "node:url";

import { and, asc, eq, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { claimedDomains, organizationAdmins } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import type { ClaimedDomain, Organization } from "../contracts/organizations";
import { claimStatus, lapsesAt } from "../domain/organizations/domain-claim";
import { proofRecord } from "../domain/organizations/domain-proof";
import type { SessionContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { ask } from "../kernel/read";
import { readDnsServers } from "../platform/env";
import { isOrganizationAdmin } from "../row-state/organization-admin";
import { expectAdministered } from "./admin";
import { glancesOf } from "./continuity";

/** An organization with its accounts, admins and claimed domains, for one of its admins. @throws DomainError not_found */
export function getOrganization(ctx: SessionContext, organizationId: string): Promise<Organization> {
  return ask(async (db) => {
    const organization = await expectAdministered(db, ctx, organizationId);
    return {
      ...organization,
      accounts: await accountsOf(db, organizationId, ctx.user.id),
      admins: await adminsOf(db, organizationId),
      domains: await domainsOf(db, organizationId),
      canVerify: readDnsServers() !== "off",
    };
  });
}

async function accountsOf(
  db: Reader,
  organizationId: string,
  userId: string,
): Promise<Organization["accounts"]> {
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
    .where(eq(accounts.organizationId, organizationId))
    .orderBy(asc(accounts.environment), asc(accounts.name), asc(accounts.id));
  const glances = await glancesOf(
    db,
    rows.map((row) => row.id),
  );
  return rows.flatMap(({ membershipId, ...row }) => {
    const continuity = glances.get(row.id);
    return continuity ? [{ ...row, isMember: membershipId !== null, continuity }] : [];
  });
}

function adminsOf(db: Reader, organizationId: string): Promise<Organization["admins"]> {
  return db
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
}

async function domainsOf(db: Reader, organizationId: string): Promise<ClaimedDomain[]> {
  const now = new Date();
  const rows = await db
    .select()
    .from(claimedDomains)
    .where(eq(claimedDomains.organizationId, organizationId))
    .orderBy(asc(claimedDomains.domain));
  return rows.map((row) => {
    const readable = domainToUnicode(row.domain);
    return {
      id: row.id,
      domain: row.domain,
      readable: readable === "" || readable === row.domain ? null : readable,
      record: proofRecord(row.token),
      status: claimStatus(row, now),
      checkedAt: row.checkedAt?.toISOString() ?? null,
      finding: row.finding,
      verifiedAt: row.verifiedAt?.toISOString() ?? null,
      lapsesAt: lapsesAt(row)?.toISOString() ?? null,
    };
  });
}
