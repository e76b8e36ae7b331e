import { and, eq, inArray, isNull, sql } from "drizzle-orm";

import { accessTokens } from "@/db/schema/access-tokens";
import { oauthRefreshTokens, oauthTokenFamilies } from "@/db/schema/oauth";

import type { ClientClaim } from "../../domain/oauth/requests/client-authentication";
import { readSecret } from "../../domain/secrets/key-secret";
import type { Transaction } from "../../kernel/database";
import { unrecordedAtOnce } from "../../kernel/unrecorded";
import { sha256 } from "../../platform/secrets/secrets";
import { identifyClient, type Client } from "../clients/authenticate";
import { noteProof } from "./note-proof";
import { endFamily, lockFamily } from "./family";

/**
 * Ends a token that an app gives back (RFC 7009): an access token alone, or with a refresh token all that came of its code.
 * What is no token, has ended, or is another app's is no fault: the app has nothing more to do about it.
 * @throws OAuthError invalid_client
 */
export async function revokeToken(claim: ClientClaim | null, token: string): Promise<void> {
  const client = await identifyClient(claim, token);
  const kind = readSecret(token)?.kind;
  await unrecordedAtOnce("token", async (tx) => {
    if (kind === "ikt") await revokeAccessToken(tx, client, token);
    else if (kind === "ikr") await revokeRefreshToken(tx, client, token);
  });
  noteProof(client);
}

const idsOf = (client: Client) => client.apps.map(({ id }) => id);

async function revokeAccessToken(tx: Transaction, client: Client, token: string): Promise<void> {
  await tx
    .update(accessTokens)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(accessTokens.secretHash, sha256(token)),
        inArray(accessTokens.keyId, idsOf(client)),
        isNull(accessTokens.revokedAt),
      ),
    );
}

async function revokeRefreshToken(tx: Transaction, client: Client, token: string): Promise<void> {
  const [found] = await tx
    .select({ familyId: oauthRefreshTokens.familyId })
    .from(oauthRefreshTokens)
    .innerJoin(oauthTokenFamilies, eq(oauthTokenFamilies.id, oauthRefreshTokens.familyId))
    .where(
      and(eq(oauthRefreshTokens.tokenHash, sha256(token)), inArray(oauthTokenFamilies.keyId, idsOf(client))),
    );
  const family = found ? await lockFamily(tx, found.familyId) : null;
  if (family) await endFamily(tx, family, "revoked");
}
