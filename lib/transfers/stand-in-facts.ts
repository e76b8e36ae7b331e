import { domainToASCII } from "node:url";

import { and, eq, inArray, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { accounts, memberships } from "@/db/schema/accounts";
import { goLiveJourneys } from "@/db/schema/go-live";
import { claimedDomains, organizationAdmins, organizations } from "@/db/schema/organizations";
import { transfers } from "@/db/schema/transfers";
import { users } from "@/db/schema/users";

import { mailDomainOf } from "../domain/organizations/mail-domain";
import type { StandInFacts } from "../domain/transfers/stand-in";
import type { Reader } from "../kernel/database";
import { isHeldClaim } from "../row-state/domain-claim";
import { IS_OWN_WAY } from "../row-state/go-live-state";
import { isOrganizationAdmin } from "../row-state/organization-admin";

const source = alias(accounts, "source");

/** What standing in for the source of a transfer rests on, and who would do it. */
export type FoundStandIn = {
  readonly facts: StandInFacts;
  readonly organizationId: string | null;
  /** Ids of the active admins of the source's organization; none of them is one of support, or marked as shared there. */
  readonly organizationAdmins: readonly string[];
};

const ACTIVE_ADMINS = sql<number>`(
  select count(*)::int from ${memberships} join ${users} on ${users.id} = ${memberships.userId}
  where ${memberships.accountId} = ${source.id} and ${memberships.profile} = 'admin'
    and ${memberships.status} = 'active' and ${users.status} = 'active')`;

/** Of a production key by its sandbox key's way, of a sandbox key by its own. */
const REVIEW_ADDRESS = sql<string | null>`(
  select ${users.email} from ${goLiveJourneys} join ${users} on ${users.id} = ${goLiveJourneys.reviewRequestedBy}
  where ${or(
    eq(goLiveJourneys.productionKeyId, transfers.keyId),
    and(eq(goLiveJourneys.keyId, transfers.keyId), IS_OWN_WAY),
  )}
  limit 1)`;

const DOMAINS = sql<string[]>`array(
  select ${claimedDomains.domain} from ${claimedDomains}
  where ${and(eq(claimedDomains.organizationId, source.organizationId), isHeldClaim())})`;

const ORGANIZATION_ADMINS = sql<string[]>`array(
  select ${organizationAdmins.userId}::text
  from ${organizationAdmins} join ${users} on ${users.id} = ${organizationAdmins.userId}
  where ${organizationAdmins.organizationId} = ${source.organizationId}
    and ${isOrganizationAdmin()} and ${users.staffRole} is null
    and not exists (
      select from memberships shared join accounts own on own.id = shared.account_id
      where shared.user_id = organization_admins.user_id and shared.status = 'active' and shared.is_shared
        and own.organization_id = ${source.organizationId}))`;

/** Whether somebody may stand in for the sources of transfers (S3), by the transfers' ids, as it is now. */
export async function findStandIns(
  db: Reader,
  transferIds: readonly string[],
): Promise<ReadonlyMap<string, FoundStandIn>> {
  if (transferIds.length === 0) return new Map();
  const rows = await db
    .select({
      id: transfers.id,
      sourceName: source.name,
      organizationId: source.organizationId,
      organizationName: organizations.name,
      activeAdmins: ACTIVE_ADMINS,
      reviewAddress: REVIEW_ADDRESS,
      domains: DOMAINS,
      organizationAdmins: ORGANIZATION_ADMINS,
    })
    .from(transfers)
    .innerJoin(source, eq(source.id, transfers.sourceAccountId))
    .leftJoin(organizations, eq(organizations.id, source.organizationId))
    .where(inArray(transfers.id, [...transferIds]));
  return new Map(
    rows.map((row) => {
      const { sourceName, activeAdmins, organizationName, domains, reviewAddress } = row;
      const reviewDomain = reviewAddress === null ? "" : mailDomainOf(reviewAddress, domainToASCII);
      const facts: StandInFacts = {
        sourceName,
        activeAdmins,
        organization:
          organizationName === null
            ? null
            : { name: organizationName, domains, admins: row.organizationAdmins.length },
        reviewDomain: reviewDomain === "" ? null : reviewDomain,
      };
      const { organizationId, organizationAdmins: admins } = row;
      return [row.id, { facts, organizationId, organizationAdmins: admins }];
    }),
  );
}
