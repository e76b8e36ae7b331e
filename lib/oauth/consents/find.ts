import { and, desc, eq, isNull } from "drizzle-orm";

import { oauthConsents } from "@/db/schema/oauth";

import type { Reader } from "../../kernel/database";

/** A consent that holds. */
export type HeldConsent = {
  readonly id: string;
  readonly accountId: string;
  readonly scopes: readonly string[];
};

/** What a person lets an app do of their own, by account: the latest first. */
export async function heldConsents(db: Reader, userId: string, keyId: string): Promise<HeldConsent[]> {
  return db
    .select({ id: oauthConsents.id, accountId: oauthConsents.accountId, scopes: oauthConsents.scopes })
    .from(oauthConsents)
    .where(
      and(
        eq(oauthConsents.userId, userId),
        eq(oauthConsents.keyId, keyId),
        isNull(oauthConsents.organizationConsentId),
        isNull(oauthConsents.revokedAt),
      ),
    )
    .orderBy(desc(oauthConsents.confirmedAt), desc(oauthConsents.id));
}
