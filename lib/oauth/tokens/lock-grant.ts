import { and, eq, gt, isNull, or, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { credentials, integrationKeys } from "@/db/schema/integration-keys";
import { oauthConsents } from "@/db/schema/oauth";
import { users } from "@/db/schema/users";

import type { Scope } from "../../domain/keys/scopes";
import type { Environment } from "../../domain/people/profiles";
import type { Transaction } from "../../kernel/database";
import { isUsableApp } from "../clients/apps";

/** What a token rests on, as it is while its rows are held. */
export type LockedGrant = {
  readonly consentId: string;
  readonly keyId: string;
  readonly credentialId: string | null;
  /** When that credential expires; null where it does not, or there is none. */
  readonly credentialEnd: Date | null;
  readonly accountId: string;
  readonly userId: string;
  readonly environment: Environment;
  /** The app's own, which are its ceiling. */
  readonly appScopes: readonly Scope[];
  readonly consented: readonly string[];
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
 * whoever ends it waits, and finds that token. Always in this order: app, credential, consent with
 * its person; then codes and families.
 * @returns null where one of them has ended, or the person is no active member of the account any more
 */
export async function lockGrant(
  tx: Transaction,
  { keyId, credentialId, consentId }: Rests,
): Promise<LockedGrant | null> {
  const [app] = await tx
    .select({ environment: integrationKeys.environment, appScopes: integrationKeys.scopes })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.id, keyId), isUsableApp()))
    .for("share");
  if (!app) return null;
  const credential = credentialId === null ? NO_CREDENTIAL : await holdCredential(tx, keyId, credentialId);
  if (!credential) return null;
  const [consent] = await tx
    .select({
      accountId: oauthConsents.accountId,
      userId: oauthConsents.userId,
      consented: oauthConsents.scopes,
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
    .where(
      and(
        eq(oauthConsents.id, consentId),
        eq(oauthConsents.keyId, keyId),
        isNull(oauthConsents.revokedAt),
        eq(users.status, "active"),
        eq(memberships.status, "active"),
        eq(accounts.status, "active"),
      ),
    )
    .for("share", { of: [oauthConsents, users, memberships] });
  if (!consent || (credential.expiresAt !== null && credential.expiresAt <= consent.now)) return null;
  return { consentId, keyId, credentialId, credentialEnd: credential.expiresAt, ...app, ...consent };
}

const NO_CREDENTIAL = { expiresAt: null };

/** @returns null where it was removed or has expired */
async function holdCredential(
  tx: Transaction,
  keyId: string,
  credentialId: string,
): Promise<{ readonly expiresAt: Date | null } | null> {
  const [held] = await tx
    .select({ expiresAt: credentials.expiresAt })
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
  return held ?? null;
}
