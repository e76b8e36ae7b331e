import { and, eq, gte, isNull, sql } from "drizzle-orm";

import { accessTokens } from "@/db/schema/access-tokens";
import { oauthCodes, oauthTokenFamilies } from "@/db/schema/oauth";

import type { Transaction } from "../../kernel/database";

/**
 * Ends what an app got without a credential, which ends with none: codes that nobody has redeemed yet, the families of public
 * apps, and tokens of Implicit. The app has gone to the other account by now, and so has all its turns (trigger): no other comes
 * meanwhile.
 * @param since an instant; what was got before it stays. Null for all of it
 */
export async function endTokensWithoutCredential(
  tx: Transaction,
  keyId: string,
  since: Date | null,
): Promise<void> {
  const from = (
    at: typeof oauthCodes.issuedAt | typeof oauthTokenFamilies.startedAt | typeof accessTokens.issuedAt,
  ) => (since === null ? undefined : gte(at, since));
  const revokedAt = sql`clock_timestamp()`;
  await tx
    .delete(oauthCodes)
    .where(and(eq(oauthCodes.keyId, keyId), isNull(oauthCodes.familyId), from(oauthCodes.issuedAt)));
  // Their access tokens end with them (trigger).
  await tx
    .update(oauthTokenFamilies)
    .set({ revokedAt, end: "transfer" })
    .where(
      and(
        eq(oauthTokenFamilies.keyId, keyId),
        isNull(oauthTokenFamilies.credentialId),
        isNull(oauthTokenFamilies.revokedAt),
        sql`${oauthTokenFamilies.expiresAt} > clock_timestamp()`,
        from(oauthTokenFamilies.startedAt),
      ),
    );
  await tx
    .update(accessTokens)
    .set({ revokedAt })
    .where(
      and(
        eq(accessTokens.keyId, keyId),
        isNull(accessTokens.credentialId),
        isNull(accessTokens.familyId),
        isNull(accessTokens.revokedAt),
        sql`${accessTokens.expiresAt} > clock_timestamp()`,
        from(accessTokens.issuedAt),
      ),
    );
}
