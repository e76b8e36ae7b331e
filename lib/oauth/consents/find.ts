import { and, desc, eq, isNull } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { oauthConsents } from "@/db/schema/oauth";
import { users } from "@/db/schema/users";

import type { Reader } from "../../kernel/database";

/** A consent that holds. */
export type HeldConsent = {
  readonly id: string;
  readonly accountId: string;
  readonly scopes: readonly string[];
};

/**
 * What a person lets an app do of their own, by account, where the person still is a member: the latest first. In an account that
 * was closed since, too: what was let in there works on (S3).
 */
export async function heldConsents(db: Reader, userId: string, keyId: string): Promise<HeldConsent[]> {
  return db
    .select({ id: oauthConsents.id, accountId: oauthConsents.accountId, scopes: oauthConsents.scopes })
    .from(oauthConsents)
    .innerJoin(
      memberships,
      and(eq(memberships.accountId, oauthConsents.accountId), eq(memberships.userId, oauthConsents.userId)),
    )
    .innerJoin(users, eq(users.id, oauthConsents.userId))
    .where(
      and(
        eq(oauthConsents.userId, userId),
        eq(oauthConsents.keyId, keyId),
        isNull(oauthConsents.organizationConsentId),
        isNull(oauthConsents.revokedAt),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
      ),
    )
    .orderBy(desc(oauthConsents.confirmedAt), desc(oauthConsents.id));
}
