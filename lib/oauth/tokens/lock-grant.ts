import { and, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { credentials, integrationKeys } from "@/db/schema/integration-keys";
import { oauthConsents, organizationConsents } from "@/db/schema/oauth";
import { claimedDomains } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import type { Scope } from "../../domain/keys/scopes";
import { HOLDS_AT_LEAST_MS } from "../../domain/oauth/token-life";
import { lapsesAt } from "../../domain/organizations/domain-claim";
import type { Environment } from "../../domain/people/profiles";
import type { Transaction } from "../../kernel/database";
import { isHeldClaim } from "../../row-state/domain-claim";
import { isUsableApp } from "../clients/apps";

/** What a token rests on, as it is while its rows are held. */
export type LockedGrant = {
  readonly consentId: string;
  /** The organization's consent that the person's rests on; null where the person gave it. */
  readonly organizationConsentId: string | null;
  readonly keyId: string;
  readonly credentialId: string | null;
  readonly accountId: string;
  readonly userId: string;
  readonly environment: Environment;
  /** The app's own, which are its ceiling. */
  readonly appScopes: readonly Scope[];
  /** When what it rests on ends by itself; null where it does not. */
  readonly holdsUntil: Date | null;
  /** The last token under the consent, to the minute. */
  readonly lastUsedAt: Date | null;
  /** The database's clock once all of it was held, in whole milliseconds. */
  readonly now: Date;
};

type Rests = {
  readonly keyId: string;
  /** The client secret or key pair that the app came with; null of a public app. */
  readonly credentialId: string | null;
  readonly consentId: string;
};

/**
 * Holds what a token rests on until the transaction ends, so that none of it ends beside a token that is just being made:
 * whoever ends it waits, and finds that token. Always in this order: an organization's consent, app, credential, consent with
 * its person; then codes and families.
 * @returns null where one of them has ended, or the person is no active member of the account any more
 */
export async function lockGrant(
  tx: Transaction,
  { keyId, credentialId, consentId }: Rests,
): Promise<LockedGrant | null> {
  if (!(await holdBasis(tx, consentId))) return null;
  const [app] = await tx
    .select({ environment: integrationKeys.environment, appScopes: integrationKeys.scopes })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.id, keyId), isUsableApp()))
    .for("share");
  if (!app) return null;
  if (credentialId !== null && !(await holdCredential(tx, keyId, credentialId))) return null;
  const [consent] = await tx
    .select({
      accountId: oauthConsents.accountId,
      userId: oauthConsents.userId,
      organizationConsentId: oauthConsents.organizationConsentId,
      failingSince: claimedDomains.failingSince,
      lastUsedAt: oauthConsents.lastUsedAt,
      now: sql`date_trunc('milliseconds', clock_timestamp())`.mapWith(oauthConsents.givenAt),
    })
    .from(oauthConsents)
    .innerJoin(users, eq(users.id, oauthConsents.userId))
    .innerJoin(accounts, eq(accounts.id, oauthConsents.accountId))
    .innerJoin(
      memberships,
      and(eq(memberships.accountId, oauthConsents.accountId), eq(memberships.userId, oauthConsents.userId)),
    )
    // What an organization's consent rests on changes under that one's row alone, which is held.
    .leftJoin(organizationConsents, eq(organizationConsents.id, oauthConsents.organizationConsentId))
    .leftJoin(
      claimedDomains,
      and(
        eq(claimedDomains.organizationId, organizationConsents.organizationId),
        eq(claimedDomains.domain, oauthConsents.claimedDomain),
        isHeldClaim(HOLDS_AT_LEAST_MS),
      ),
    )
    .where(
      and(
        eq(oauthConsents.id, consentId),
        eq(oauthConsents.keyId, keyId),
        isNull(oauthConsents.revokedAt),
        eq(users.status, "active"),
        eq(memberships.status, "active"),
        eq(accounts.status, "active"),
        or(
          isNull(oauthConsents.organizationConsentId),
          and(
            isNotNull(claimedDomains.id),
            isNull(organizationConsents.revokedAt),
            eq(accounts.organizationId, organizationConsents.organizationId),
          ),
        ),
      ),
    )
    .for("share", { of: [oauthConsents, users, memberships] });
  if (!consent) return null;
  const { failingSince, ...grant } = consent;
  return { consentId, keyId, credentialId, ...app, ...grant, holdsUntil: lapsesAt({ failingSince }) };
}

/** Holds the organization's consent that a person's rests on, where it rests on one. @returns false where that has ended */
async function holdBasis(tx: Transaction, consentId: string): Promise<boolean> {
  const [consent] = await tx
    .select({ organizationConsentId: oauthConsents.organizationConsentId })
    .from(oauthConsents)
    .where(eq(oauthConsents.id, consentId));
  if (!consent) return false;
  return consent.organizationConsentId === null || holdOrganizationConsent(tx, consent.organizationConsentId);
}

/**
 * Holds an organization's consent, behind which what it rests on is as it is: its domains, and the organization's accounts.
 * @returns false where it has ended
 */
export async function holdOrganizationConsent(tx: Transaction, id: string): Promise<boolean> {
  const held = await tx
    .select({ id: organizationConsents.id })
    .from(organizationConsents)
    .where(and(eq(organizationConsents.id, id), isNull(organizationConsents.revokedAt)))
    .for("share");
  return held.length > 0;
}

async function holdCredential(tx: Transaction, keyId: string, credentialId: string): Promise<boolean> {
  const held = await tx
    .select({ id: credentials.id })
    .from(credentials)
    .where(
      and(
        eq(credentials.id, credentialId),
        eq(credentials.keyId, keyId),
        isNull(credentials.revokedAt),
        or(isNull(credentials.expiresAt), gt(credentials.expiresAt, sql`clock_timestamp()`)),
      ),
    )
    .for("share");
  return held.length > 0;
}
