import { domainToUnicode } from "node:url";

import { asc, eq, sql } from "drizzle-orm";

import { claimedDomains, organizationAdmins } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import {
  OrganizationAccountListQuery,
  type ClaimedDomain,
  type Organization,
} from "../contracts/accounts/organizations";
import { claimStatus, lapsesAt } from "../domain/organizations/domain-claim";
import { proofRecord } from "../domain/organizations/domain-proof";
import type { SessionContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { ask } from "../kernel/read";
import { readDnsServers } from "../platform/settings/env";
import { isOrganizationAdmin } from "../row-state/organization-admin";
import { expectAdministered } from "../kernel/accounts/organization-access";
import { findAccountPage } from "./list-accounts";

/** An organization with the first of its accounts, admins and claimed domains, for one of its admins. @throws DomainError not_found */
export function getOrganization(ctx: SessionContext, organizationId: string): Promise<Organization> {
  return ask(async (db) => {
    const organization = await expectAdministered(db, ctx, organizationId);
    const page = { organizationId, ...OrganizationAccountListQuery.parse({}) };
    const accounts = await findAccountPage(db, ctx.user.id, page);
    return {
      ...organization,
      accounts: accounts.data,
      nextCursor: accounts.nextCursor,
      admins: await adminsOf(db, organizationId),
      domains: await domainsOf(db, organizationId),
      canVerify: readDnsServers() !== "off",
    };
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
