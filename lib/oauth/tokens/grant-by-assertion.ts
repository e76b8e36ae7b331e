import { and, eq } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { oauthAssertions } from "@/db/schema/oauth";
import { users } from "@/db/schema/users";

import { CLOCK_SKEW_SECONDS } from "../../domain/oauth/requests/assertion";
import { covers, grantableNames, type GrantName } from "../../domain/oauth/asked-scopes";
import { askedNames } from "../../domain/oauth/requests/authorization-request";
import { consentRequired } from "../../domain/oauth/consent-required";
import { invalidGrant, OAuthError } from "../../domain/oauth/oauth-error";
import type { JwtRequest } from "../../domain/oauth/requests/token-request";
import type { Reader, Transaction } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { unrecordedAtOnce } from "../../kernel/unrecorded";
import { oauthIssuer } from "../../platform/settings/env";
import { sha256 } from "../../platform/secrets/secrets";
import { assertAvailable, firstRedirectUri, type OAuthApp } from "../clients/apps";
import { findCover, holdCover } from "../organization-consents/cover";
import { verifyAssertion, type VerifiedAssertion } from "./assertion";
import { issueAccessToken, noteUse, type TokenAnswer } from "./issue";
import { lockGrant, lockGrantsOf, type LockedGrant } from "./lock-grant";

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Gives a token for a person who is not there, on the word of an app that signed it, where that person has consented to it, or
 * their organization has. Of several accounts it acts in the one that was consented to last.
 * @throws OAuthError invalid_grant | consent_required | invalid_scope | unauthorized_client
 */
export async function grantByAssertion({ assertion, resource }: JwtRequest): Promise<TokenAnswer> {
  const verified = await ask((db) => verifyAssertion(db, assertion));
  assertAvailable(verified.app);
  const names = namesOf(verified);
  const grant = await unrecordedAtOnce("token", async (tx) => {
    const held = await coveringGrant(tx, verified, names);
    await useOnce(tx, verified);
    return {
      held,
      answer: await issueAccessToken(tx, held, { kind: "jwt", names, familyId: null, resource }),
    };
  });
  noteUse(grant.held);
  return grant.answer;
}

/** What it asks for, within the app's ceiling. To act for somebody who is not there is always among it. */
function namesOf({ app, claims }: VerifiedAssertion): GrantName[] {
  const { scope } = claims;
  if (typeof scope !== "string") throw new OAuthError("invalid_scope", "The assertion has no scope.");
  if (!app.scopes.includes("impersonation")) {
    throw new OAuthError(
      "unauthorized_client",
      "This app may not act for people: impersonation is not among its scopes.",
    );
  }
  const asked = askedNames(scope);
  return grantableNames(asked.includes("impersonation") ? asked : [...asked, "impersonation"], app.scopes);
}

/**
 * What its person has consented to that covers this, held; without that, the organization's that does.
 * @throws OAuthError invalid_grant | consent_required
 */
async function coveringGrant(
  tx: Transaction,
  { app, credentialId, claims }: VerifiedAssertion,
  names: readonly GrantName[],
): Promise<LockedGrant> {
  const userId = GUID.test(claims.sub ?? "") ? (claims.sub ?? "") : null;
  if (userId !== null) {
    const rests = { keyId: app.id, credentialId };
    const held = await lockGrantsOf(tx, { ...rests, userId });
    const grant = held.find(({ consented }) => covers(consented, names));
    if (grant) return grant;
    const cover = await findCover(tx, { keyId: app.id, userId, names });
    const consentId = cover && (await holdCover(tx, cover));
    const covered = consentId && (await lockGrant(tx, { ...rests, consentId }));
    if (covered) return covered;
  }
  if (userId === null || !(await isMember(tx, userId, app))) throw invalidGrant("user_not_found");
  throw consentRequired(oauthIssuer(), {
    clientId: app.clientId,
    names,
    redirectUri: await firstRedirectUri(tx, app),
  });
}

/** True of an active member of an account of the app's environment. */
async function isMember(db: Reader, userId: string, { environment }: OAuthApp): Promise<boolean> {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .where(
      and(
        eq(users.id, userId),
        eq(users.status, "active"),
        eq(memberships.status, "active"),
        eq(memberships.environment, environment),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** @throws OAuthError invalid_grant for an assertion whose `jti` was accepted before, by whichever process */
async function useOnce(tx: Transaction, { app, claims }: VerifiedAssertion): Promise<void> {
  const { jti, exp = 0 } = claims;
  if (typeof jti !== "string") return;
  const made = await tx
    .insert(oauthAssertions)
    .values({
      keyId: app.id,
      jtiHash: sha256(jti),
      expiresAt: new Date((Math.ceil(exp) + CLOCK_SKEW_SECONDS) * 1_000),
    })
    .onConflictDoNothing()
    .returning({ keyId: oauthAssertions.keyId });
  if (made.length === 0) throw invalidGrant("no_valid_keys_or_signatures");
}
