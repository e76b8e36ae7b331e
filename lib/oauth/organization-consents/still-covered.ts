import { and, eq, exists, isNull, or, sql, type SQL } from "drizzle-orm";

import { oauthConsents, organizationConsents } from "@/db/schema/oauth";
import { claimedDomains } from "@/db/schema/organizations";

import type { Reader } from "../../kernel/database";
import { isHeldClaim } from "../../row-state/domain-claim";

/** True of a person's consent that is their own, or rests on a domain that the organization holds: a claim lapses by the clock too. */
export function isStillCovered(db: Reader): SQL | undefined {
  const held = db
    .select({ one: sql`1` })
    .from(organizationConsents)
    .innerJoin(claimedDomains, eq(claimedDomains.organizationId, organizationConsents.organizationId))
    .where(
      and(
        eq(organizationConsents.id, oauthConsents.organizationConsentId),
        eq(claimedDomains.domain, oauthConsents.claimedDomain),
        isHeldClaim(),
      ),
    );
  return or(isNull(oauthConsents.organizationConsentId), exists(held));
}
