import { eq } from "drizzle-orm";

import { oauthRefreshTokens, oauthTokenFamilies } from "@/db/schema/oauth";

import { covers, keptNames } from "../../domain/oauth/asked-scopes";
import { invalidGrant, OAuthError } from "../../domain/oauth/oauth-error";
import { isWithinResource } from "../../domain/oauth/resource";
import { stepFamily } from "../../domain/oauth/token-family";
import { refreshHorizon } from "../../domain/oauth/token-life";
import type { RefreshRequest } from "../../domain/oauth/requests/token-request";
import type { Transaction } from "../../kernel/database";
import { unrecordedAtOnce } from "../../kernel/unrecorded";
import { sha256 } from "../../platform/secrets/secrets";
import type { Client } from "../clients/authenticate";
import { endFamily, familyState, lockFamily } from "./family";
import { issueAccessToken, issueRefreshToken, noteUse, type TokenAnswer } from "./issue";
import { lockGrant, type LockedGrant } from "./lock-grant";

type Refreshed =
  | { readonly answer: TokenAnswer; readonly grant: LockedGrant }
  | { readonly refusal: OAuthError };

/**
 * Gives the next access and refresh token for a refresh token, which is good once. One that comes again ends the whole
 * family, the latest tokens included (RFC 9700 section 4.14.2): of two at once the second does.
 * @throws OAuthError invalid_grant | invalid_scope | invalid_target
 */
export async function refreshTokens(client: Client, request: RefreshRequest): Promise<TokenAnswer> {
  const tokenHash = sha256(request.refreshToken);
  const done = await unrecordedAtOnce("token", async (tx): Promise<Refreshed> => {
    // Without a lock: it says which rows are to be held, and is looked at again once the family is.
    const [found] = await tx
      .select({
        familyId: oauthTokenFamilies.id,
        keyId: oauthTokenFamilies.keyId,
        consentId: oauthTokenFamilies.consentId,
      })
      .from(oauthRefreshTokens)
      .innerJoin(oauthTokenFamilies, eq(oauthTokenFamilies.id, oauthRefreshTokens.familyId))
      .where(eq(oauthRefreshTokens.tokenHash, tokenHash));
    if (!found || !client.apps.some(({ id }) => id === found.keyId)) {
      return { refusal: invalidGrant("expired_grant") };
    }
    const { keyId, consentId } = found;
    const grant = await lockGrant(tx, { keyId, consentId, credentialId: client.credentialId });
    return grant
      ? refresh(tx, grant, found.familyId, { ...request, tokenHash })
      : { refusal: invalidGrant("expired_grant") };
  });
  if ("refusal" in done) throw done.refusal;
  noteUse(done.grant);
  return done.answer;
}

async function refresh(
  tx: Transaction,
  grant: LockedGrant,
  familyId: string,
  request: RefreshRequest & { readonly tokenHash: Buffer },
): Promise<Refreshed> {
  const family = await lockFamily(tx, familyId);
  const [token] = await tx
    .select({ usedAt: oauthRefreshTokens.usedAt })
    .from(oauthRefreshTokens)
    .where(eq(oauthRefreshTokens.tokenHash, request.tokenHash));
  if (!family || !token) return { refusal: invalidGrant("expired_grant") };
  const { now } = grant;
  const expiresAt = refreshHorizon(now, family.expiresAt, family.scopes.includes("extended"));
  const step = stepFamily(familyState(family), {
    kind: "refresh",
    isSpent: token.usedAt !== null,
    now,
    expiresAt,
  });
  if (step.refusal !== null) {
    if (step.state.kind === "ended") await endFamily(tx, family, step.state.end);
    return { refusal: invalidGrant(step.refusal) };
  }
  const fault = faultOf(family, request);
  if (fault) return { refusal: fault };
  await tx
    .update(oauthRefreshTokens)
    .set({ usedAt: now })
    .where(eq(oauthRefreshTokens.tokenHash, request.tokenHash));
  // It goes on with the secret that it was refreshed with, so that the one before can be removed once apps have changed over.
  const { credentialId } = grant;
  await tx
    .update(oauthTokenFamilies)
    .set({ expiresAt, credentialId })
    .where(eq(oauthTokenFamilies.id, family.id));
  const answer = await issueAccessToken(tx, grant, {
    kind: "refresh",
    names: request.names ?? family.scopes,
    familyId: family.id,
    resource: request.resource ?? family.resource,
  });
  const next = await issueRefreshToken(tx, { id: family.id, environment: grant.environment, now, expiresAt });
  return { answer: { ...answer, refresh_token: next }, grant };
}

/** What asks for more than was granted. It does not use the refresh token up. */
function faultOf(
  family: { readonly scopes: readonly string[]; readonly resource: string | null },
  { names, resource }: RefreshRequest,
): OAuthError | null {
  if (names !== null && (names.length === 0 || !covers(keptNames(family.scopes), names))) {
    return new OAuthError("invalid_scope", "The request asks for more than was granted.");
  }
  return isWithinResource(resource, family.resource)
    ? null
    : new OAuthError("invalid_target", "The resource is not the one that was authorized.");
}
