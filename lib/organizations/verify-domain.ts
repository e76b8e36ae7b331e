import { and, eq } from "drizzle-orm";

import { claimedDomains } from "@/db/schema/organizations";

import type { Organization } from "../contracts/accounts/organizations";
import { DomainError, notFound } from "../domain/errors";
import { judgeProof } from "../domain/organizations/domain-proof";
import type { SessionContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { readDnsServers } from "../platform/settings/env";
import { lookUpTxt } from "../platform/domains/txt-lookup";
import { expectAdministered } from "../kernel/accounts/organization-access";
import { changeClaims } from "./change-claims";
import { applyCheck } from "./check-claim";
import { getOrganization } from "./get";

/**
 * Looks the claim's record up in DNS, now. Where it is not there, that is no refusal: the claim says what was found. DNS is
 * asked before anything is locked, and for a few seconds at most.
 * @throws DomainError not_found | domain_held_elsewhere where another organization proved it first | dns_switched_off
 */
export async function verifyDomain(
  ctx: SessionContext,
  input: { readonly organizationId: string; readonly domainId: string },
): Promise<Organization> {
  const { organizationId, domainId } = input;
  const { domain, token } = await ask(async (db) => {
    await expectAdministered(db, ctx, organizationId);
    const [claim] = await db
      .select({ domain: claimedDomains.domain, token: claimedDomains.token })
      .from(claimedDomains)
      .where(and(eq(claimedDomains.id, domainId), eq(claimedDomains.organizationId, organizationId)));
    if (!claim) throw notFound();
    return claim;
  });
  const servers = readDnsServers();
  if (servers === "off") {
    throw new DomainError(
      "dns_switched_off",
      "This console asks no DNS, so no domain can be verified here. Its operator can set DNS_SERVERS.",
    );
  }
  const finding = judgeProof(await lookUpTxt(domain, servers), token);
  await changeClaims(ctx, organizationId, (tx) =>
    applyCheck(tx, { organizationId, domainId, domain, finding }),
  );
  return getOrganization(ctx, organizationId);
}
