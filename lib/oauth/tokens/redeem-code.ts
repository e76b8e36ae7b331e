import { eq } from "drizzle-orm";

import { oauthCodes, oauthTokenFamilies } from "@/db/schema/oauth";

import { invalidGrant, OAuthError } from "../../domain/oauth/oauth-error";
import { isWithinResource } from "../../domain/oauth/resource";
import { isProven } from "../../domain/oauth/requests/pkce";
import { stepFamily } from "../../domain/oauth/token-family";
import { refreshHorizon } from "../../domain/oauth/token-life";
import type { CodeRequest } from "../../domain/oauth/requests/token-request";
import type { Transaction } from "../../kernel/database";
import { unrecordedAtOnce } from "../../kernel/unrecorded";
import { newId } from "../../platform/ids";
import { sha256 } from "../../platform/secrets/secrets";
import type { Client } from "../clients/authenticate";
import { endFamily, familyState, lockFamily } from "./family";
import { issueAccessToken, issueRefreshToken, noteUse, type TokenAnswer } from "./issue";
import { lockGrant, type LockedGrant } from "./lock-grant";

type Code = typeof oauthCodes.$inferSelect;
type Redeemed =
  | { readonly answer: TokenAnswer; readonly grant: LockedGrant }
  | { readonly refusal: OAuthError };

/**
 * Redeems a code, once. Of two at once the second finds it used, and ends what the first one got (RFC 6749 section 4.1.2):
 * one of the two was a thief's.
 * @throws OAuthError invalid_grant
 */
export async function redeemCode(client: Client, request: CodeRequest): Promise<TokenAnswer> {
  const done = await unrecordedAtOnce("token", async (tx): Promise<Redeemed> => {
    // Without a lock, which is taken after those of what it rests on; nothing of it changes but what came of it.
    const code = await findCode(tx, request.code);
    const app = client.apps.find(({ id }) => id === code?.keyId);
    if (!code || !app) return { refusal: invalidGrant("expired_client_token") };
    const fault = faultOf(code, request);
    return fault ? { refusal: fault } : redeem(tx, client, code, request);
  });
  if ("refusal" in done) throw done.refusal;
  noteUse(done.grant);
  return done.answer;
}

async function findCode(tx: Transaction, text: string): Promise<Code | null> {
  const [code] = await tx
    .select()
    .from(oauthCodes)
    .where(eq(oauthCodes.codeHash, sha256(text)));
  return code ?? null;
}

async function lockCode(tx: Transaction, { codeHash }: Code): Promise<Code | null> {
  const [code] = await tx.select().from(oauthCodes).where(eq(oauthCodes.codeHash, codeHash)).for("update");
  return code ?? null;
}

/** What the client does not know who got the code by no right. It neither uses the code up nor ends anything. */
function faultOf(code: Code, request: CodeRequest): OAuthError | null {
  if (request.redirectUri !== null && request.redirectUri !== code.redirectUri) {
    return new OAuthError("invalid_grant", "redirect_uri is not the one that the code was sent to.");
  }
  if (!isProven(code.codeChallenge, request.verifier, (text) => sha256(text).toString("base64url"))) {
    return new OAuthError("invalid_grant", "code_verifier does not prove the code's challenge.");
  }
  return isWithinResource(request.resource, code.resource)
    ? null
    : new OAuthError("invalid_target", "The resource is not the one that was authorized.");
}

async function redeem(tx: Transaction, client: Client, found: Code, request: CodeRequest): Promise<Redeemed> {
  const { keyId, consentId } = found;
  const grant = await lockGrant(tx, { keyId, consentId, credentialId: client.credentialId });
  const code = await lockCode(tx, found);
  if (!grant || !code) return { refusal: invalidGrant("expired_client_token") };
  const known = code.familyId === null ? null : await lockFamily(tx, code.familyId);
  const before =
    code.familyId === null ? { kind: "code" as const, expiresAt: code.expiresAt } : familyState(known);
  const expiresAt = refreshHorizon(code.issuedAt, null, false);
  const { state, refusal } = stepFamily(before, { kind: "redeem", now: grant.now, expiresAt });
  if (refusal !== null) {
    if (state.kind === "ended" && known) await endFamily(tx, known, state.end);
    return { refusal: invalidGrant(refusal) };
  }
  const familyId = newId();
  const { now } = grant;
  const { scopes, resource } = code;
  await tx.insert(oauthTokenFamilies).values({
    id: familyId,
    consentId: grant.consentId,
    keyId: grant.keyId,
    accountId: grant.accountId,
    userId: grant.userId,
    credentialId: grant.credentialId,
    scopes,
    resource,
    startedAt: now,
    expiresAt,
  });
  await tx.update(oauthCodes).set({ familyId }).where(eq(oauthCodes.codeHash, code.codeHash));
  const answer = await issueAccessToken(tx, grant, {
    kind: "code",
    names: scopes,
    familyId,
    resource: request.resource ?? resource,
  });
  const family = { id: familyId, environment: grant.environment, now, expiresAt };
  return { answer: { ...answer, refresh_token: await issueRefreshToken(tx, family) }, grant };
}
