import { and, eq, gt, isNull, sql } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { oauthConsents, oauthRefreshTokens, oauthTokenFamilies } from "@/db/schema/oauth";
import { users } from "@/db/schema/users";

import { effectiveScopes } from "../../domain/keys/scope-ceiling";
import { invalidClient, type ClientClaim } from "../../domain/oauth/requests/client-authentication";
import { scopeText } from "../../domain/oauth/asked-scopes";
import { readSecret } from "../../domain/secrets/key-secret";
import type { Reader } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { oauthIssuer } from "../../platform/settings/env";
import { sha256 } from "../../platform/secrets/secrets";
import { authenticateClient, type Client } from "../clients/authenticate";
import { noteProof } from "./note-proof";
import { isStillCovered } from "../organization-consents/still-covered";
import { findGoodToken } from "./present-token";

/** What a token is (RFC 7662 section 2.2). Of one that is not good, or another app's, nothing is said. */
export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly client_id: string;
      readonly sub: string;
      readonly scope: string;
      readonly token_type?: "Bearer";
      readonly exp: number;
      readonly iat: number;
      readonly iss: string;
      readonly aud?: string;
    };

const seconds = (at: Date) => Math.floor(at.getTime() / 1_000);

/**
 * Says what a token is to the app that it was given to. Public apps may not ask: whoever has their name could.
 * @throws OAuthError invalid_client
 */
export async function introspectToken(claim: ClientClaim | null, token: string): Promise<Introspection> {
  const client = await authenticateClient(claim, token);
  if (client.credentialId === null) throw invalidClient();
  noteProof(client);
  const kind = readSecret(token)?.kind;
  return ask(async (db) => {
    if (kind === "ikt") return ofAccessToken(db, client, token);
    return kind === "ikr" ? ofRefreshToken(db, client, token) : { active: false };
  });
}

async function ofAccessToken(db: Reader, client: Client, token: string): Promise<Introspection> {
  const found = await findGoodToken(db, token);
  if (!found || !client.apps.some(({ id }) => id === found.keyId)) return { active: false };
  return {
    active: true,
    client_id: found.clientId,
    sub: found.user.id,
    scope: scopeText(effectiveScopes(found.scopes, found.profile)),
    token_type: "Bearer",
    exp: seconds(found.expiresAt),
    iat: seconds(found.issuedAt),
    iss: oauthIssuer(),
    ...(found.resource === null ? {} : { aud: found.resource }),
  };
}

async function ofRefreshToken(db: Reader, client: Client, token: string): Promise<Introspection> {
  const [row] = await db
    .select({
      keyId: oauthTokenFamilies.keyId,
      userId: oauthTokenFamilies.userId,
      scopes: oauthTokenFamilies.scopes,
      issuedAt: oauthRefreshTokens.issuedAt,
      expiresAt: oauthRefreshTokens.expiresAt,
    })
    .from(oauthRefreshTokens)
    .innerJoin(oauthTokenFamilies, eq(oauthTokenFamilies.id, oauthRefreshTokens.familyId))
    .innerJoin(oauthConsents, eq(oauthConsents.id, oauthTokenFamilies.consentId))
    .innerJoin(users, eq(users.id, oauthConsents.userId))
    .innerJoin(
      memberships,
      and(eq(memberships.accountId, oauthConsents.accountId), eq(memberships.userId, oauthConsents.userId)),
    )
    .where(
      and(
        eq(oauthRefreshTokens.tokenHash, sha256(token)),
        isNull(oauthRefreshTokens.usedAt),
        gt(oauthRefreshTokens.expiresAt, sql`clock_timestamp()`),
        isNull(oauthTokenFamilies.revokedAt),
        isNull(oauthConsents.revokedAt),
        isStillCovered(db),
        eq(users.status, "active"),
        eq(memberships.status, "active"),
      ),
    );
  if (!row || !client.apps.some(({ id }) => id === row.keyId)) return { active: false };
  return {
    active: true,
    client_id: client.clientId,
    sub: row.userId,
    scope: scopeText(row.scopes),
    exp: seconds(row.expiresAt),
    iat: seconds(row.issuedAt),
    iss: oauthIssuer(),
  };
}
