import { and, count, eq } from "drizzle-orm";

import { claimedDomains } from "@/db/schema/organizations";

import type { Organization } from "../contracts/accounts/organizations";
import { DomainError } from "../domain/errors";
import { CLAIMS_PER_ORGANIZATION } from "../domain/organizations/domain-claim";
import { readDomainName } from "../domain/organizations/domain-name";
import { proofRecord } from "../domain/organizations/domain-proof";
import type { SessionContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { newGuid, newId } from "../platform/ids";
import { isPublicSuffix } from "../platform/domains/public-suffix";
import { changeClaims, refuseHeldElsewhere } from "./change-claims";
import { getOrganization } from "./get";

/**
 * Claims a mail domain for an organization: pending, with the record that proves it. Claimed again it is the claim that is
 * there. Pending claims of several organizations may stand side by side, so that nobody keeps a domain by naming it first.
 * @param input.domain as it was typed
 * @throws DomainError not_found | validation_failed | domain_held_elsewhere | domain_claim_limit
 */
export async function claimDomain(
  ctx: SessionContext,
  input: { readonly organizationId: string; readonly domain: string },
): Promise<Organization> {
  const { organizationId } = input;
  // Whether it is there comes before what is wrong with the domain.
  await changeClaims(ctx, organizationId, async (tx) => {
    const domain = expectDomain(input.domain);
    await refuseHeldElsewhere(tx, organizationId, domain);
    if (await hasClaim(tx, organizationId, domain)) return "unchanged";
    const [claims] = await tx
      .select({ number: count() })
      .from(claimedDomains)
      .where(eq(claimedDomains.organizationId, organizationId));
    if ((claims?.number ?? 0) >= CLAIMS_PER_ORGANIZATION) {
      throw new DomainError(
        "domain_claim_limit",
        `An organization has at most ${CLAIMS_PER_ORGANIZATION} claims. Remove one that is not needed.`,
      );
    }
    const [id, token] = [newId(), newGuid()];
    await tx.insert(claimedDomains).values({ id, organizationId, domain, token });
    return {
      action: "domain.claimed",
      subject: { kind: "domain", id, name: domain },
      after: { domain, record: proofRecord(token) },
    };
  });
  return getOrganization(ctx, organizationId);
}

function expectDomain(text: string): string {
  const reading = readDomainName(text, isPublicSuffix);
  if (reading.ok) return reading.domain;
  throw new DomainError("validation_failed", reading.detail, {
    errors: [{ pointer: "/domain", code: reading.code, detail: reading.detail }],
  });
}

async function hasClaim(tx: Transaction, organizationId: string, domain: string): Promise<boolean> {
  const rows = await tx
    .select({ id: claimedDomains.id })
    .from(claimedDomains)
    .where(and(eq(claimedDomains.organizationId, organizationId), eq(claimedDomains.domain, domain)));
  return rows.length > 0;
}
