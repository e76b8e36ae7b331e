import { and, eq } from "drizzle-orm";

import { claimedDomains } from "@/db/schema/organizations";

import type { Organization } from "../contracts/accounts/organizations";
import { notFound } from "../domain/errors";
import { proofRecord } from "../domain/organizations/domain-proof";
import type { SessionContext } from "../kernel/context";
import { changeClaims } from "./change-claims";
import { getOrganization } from "./get";

/**
 * Gives up a claim, proven or not. What rests on it ends at once, and another organization may prove the domain; claimed
 * again it gets another record.
 * @throws DomainError not_found
 */
export async function removeDomain(
  ctx: SessionContext,
  input: { readonly organizationId: string; readonly domainId: string },
): Promise<Organization> {
  const { organizationId, domainId } = input;
  await changeClaims(ctx, organizationId, async (tx) => {
    const [removed] = await tx
      .delete(claimedDomains)
      .where(and(eq(claimedDomains.id, domainId), eq(claimedDomains.organizationId, organizationId)))
      .returning({
        domain: claimedDomains.domain,
        token: claimedDomains.token,
        verifiedAt: claimedDomains.verifiedAt,
      });
    if (!removed) throw notFound();
    const { domain, token, verifiedAt } = removed;
    return {
      action: "domain.removed",
      subject: { kind: "domain", id: domainId, name: domain },
      before: { domain, record: proofRecord(token), verifiedAt: verifiedAt?.toISOString() ?? null },
    };
  });
  return getOrganization(ctx, organizationId);
}
