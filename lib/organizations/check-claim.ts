import { and, eq, sql } from "drizzle-orm";

import { claimedDomains } from "@/db/schema/organizations";

import { claimFails } from "../domain/notices/domain-claims";
import { claimStatus, isHeld, lapsesAt, stepClaim } from "../domain/organizations/domain-claim";
import type { Finding } from "../domain/organizations/domain-proof";
import type { AuditEntry, JsonObject } from "../domain/record/audit-event";
import { notFound } from "../domain/errors";
import type { Transaction } from "../kernel/database";
import { tell } from "../kernel/people/notices";
import { findOrganizationAdmins } from "../kernel/accounts/organization-admins";
import { lockClaimsOf, refuseHeldElsewhere } from "./change-claims";

/** A claim, and what DNS said of its record a moment ago. */
export type Check = {
  readonly organizationId: string;
  readonly domainId: string;
  readonly domain: string;
  readonly finding: Finding;
};

/**
 * Writes down what a check found, and what it makes of the claim. The organization's admins are told in the same transaction
 * of a claim that fails or has lapsed.
 * @throws DomainError not_found where the claim was given up meanwhile | domain_held_elsewhere where it was proven, and
 *   another organization had proven the domain first
 */
export async function applyCheck(tx: Transaction, check: Check): Promise<AuditEntry | "unchanged"> {
  await lockClaimsOf(tx, check.domain);
  const isOurs = and(
    eq(claimedDomains.id, check.domainId),
    eq(claimedDomains.organizationId, check.organizationId),
  );
  const [before] = await tx
    .select({
      verifiedAt: claimedDomains.verifiedAt,
      failingSince: claimedDomains.failingSince,
      lapsedAt: claimedDomains.lapsedAt,
      now: sql`clock_timestamp()`.mapWith(claimedDomains.createdAt),
    })
    .from(claimedDomains)
    .where(isOurs);
  if (!before) throw notFound();
  const { now, ...life } = before;
  const { life: after, event } = stepClaim(life, { finding: check.finding, at: now });
  if (event === "verified") await refuseHeldElsewhere(tx, check.organizationId, check.domain);
  await tx
    .update(claimedDomains)
    .set({ ...after, checkedAt: now, finding: check.finding })
    .where(isOurs);
  const status = claimStatus(after, now);
  const [failingSince, end] = [after.failingSince, lapsesAt(after)];
  if (failingSince && end && (isHeld(status) || event === "lapsed")) {
    const admins = await findOrganizationAdmins(tx, check.organizationId);
    const { domainId: id, organizationId, domain, finding } = check;
    const notice = { id, organizationId, domain, status, failingSince, lapsesAt: end, finding };
    await tell(tx, admins, claimFails(notice, now));
  }
  if (event === null) return "unchanged";
  return {
    action: `domain.${event}`,
    subject: { kind: "domain", id: check.domainId, name: check.domain },
    before: { status: claimStatus(life, now) },
    after: { status, ...(event === "failing" || event === "lapsed" ? findingOf(check) : {}) },
  };
}

function findingOf({ finding }: Check): JsonObject {
  return { finding };
}
