import { and, inArray, ne, sql } from "drizzle-orm";

import { claimedDomains } from "@/db/schema/organizations";

import { DomainError } from "../domain/errors";
import { domainsAbove } from "../domain/organizations/domain-name";
import type { AuditEntry } from "../domain/record/audit-event";
import { byOrganizationAdmin } from "../kernel/authority";
import { change, type OnRecords } from "../kernel/change";
import type { SessionContext } from "../kernel/context";
import type { Reader, Transaction } from "../kernel/database";
import { expectAdministered } from "../kernel/accounts/organization-access";
import { lockPlace, overAccounts } from "../kernel/accounts/organization-accounts";

type Work = (tx: Transaction) => Promise<AuditEntry | "unchanged">;

/**
 * Changes the claims of an organization by one of its admins. An organization has no record of its own: what happens to its
 * claims goes on the record of each of its accounts, whose safety rests on them, and on that of whoever did it.
 * @throws DomainError not_found, and the work's own
 */
export function changeClaims(ctx: SessionContext, organizationId: string, work: Work): Promise<void> {
  return overAccounts(
    organizationId,
    (accountIds) =>
      change(bySessionOf(ctx, organizationId, accountIds), accountIds, async (tx) => {
        await lockPlace(tx, organizationId, accountIds);
        const entry = await work(tx);
        const audit = entry === "unchanged" ? entry : onRecords([...accountIds, ctx.user.id], entry);
        return { value: undefined, audit };
      }),
    (db) => expectAdministered(db, ctx, organizationId),
  );
}

/** An account that has left the organization meanwhile is no reason to refuse its admin: the change is begun again. */
const bySessionOf = (ctx: SessionContext, organizationId: string, accountIds: readonly string[]) =>
  byOrganizationAdmin(ctx, organizationId, accountIds);

/** The same entry on several records. */
export function onRecords(chainIds: readonly string[], entry: AuditEntry): OnRecords {
  return { records: Object.fromEntries(chainIds.map((id) => [id, entry])) };
}

/** Takes every claim of this domain and of those above it: of two that are proven at once, one sees the other. */
export async function lockClaimsOf(tx: Transaction, domain: string): Promise<void> {
  await tx
    .select({ id: claimedDomains.id })
    .from(claimedDomains)
    .where(inArray(claimedDomains.domain, [domain, ...domainsAbove(domain)]))
    .orderBy(claimedDomains.id)
    .for("no key update");
}

/**
 * Refuses a domain that another organization has proven, and what lies below one. Whose domain lies above another's may
 * claim it all the same: a claim is of addresses in exactly that domain, so the two share none.
 * @throws DomainError domain_held_elsewhere
 */
export async function refuseHeldElsewhere(db: Reader, organizationId: string, domain: string): Promise<void> {
  const [held] = await db
    .select({ domain: claimedDomains.domain })
    .from(claimedDomains)
    .where(
      and(
        inArray(claimedDomains.domain, [domain, ...domainsAbove(domain)]),
        ne(claimedDomains.organizationId, organizationId),
        // One that has lapsed by the clock alone keeps its place until a check has put that on its record.
        sql`${claimedDomains.verifiedAt} is not null and ${claimedDomains.lapsedAt} is null`,
      ),
    )
    .limit(1);
  if (!held) return;
  throw new DomainError(
    "domain_held_elsewhere",
    held.domain === domain
      ? `Another organization has proven that ${domain} is its own. A domain belongs to one organization; its admin can give it up.`
      : `${domain} lies below ${held.domain}, which another organization has proven to be its own.`,
  );
}
