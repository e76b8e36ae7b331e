import { and, desc, eq, isNull, sql } from "drizzle-orm";
import type { JWTPayload } from "jose";

import { accounts, memberships } from "@/db/schema/accounts";
import { oauthAssertions, oauthConsents } from "@/db/schema/oauth";
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
import { oauthIssuer } from "../../platform/env";
import { sha256 } from "../../platform/secrets";
import { assertAvailable, firstRedirectUri, type OAuthApp } from "../clients/apps";
import { findCover, holdCover, type Cover } from "../organization-consents/cover";
import { verifyAssertion, type VerifiedAssertion } from "./assertion";
import { issueAccessToken, noteUse, type TokenAnswer } from "./issue";
import { lockGrant } from "./lock-grant";

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Gives a token for a person who is not there, on the word of an app that signed it, where that person has consented to it, or
 * their organization has. Of several accounts it acts in the one that was consented to last.
 * @throws OAuthError invalid_grant | consent_required | invalid_scope | unauthorized_client
 */
export async function grantByAssertion({ assertion, resource }: JwtRequest): Promise<TokenAnswer> {
  const { verified, names, consent } = await ask(async (db) => {
    const found = await verifyAssertion(db, assertion, await clock(db));
    assertAvailable(found.app);
    const asked = namesOf(found);
    const userId = await activeUser(db, found.claims, found.app);
    return { verified: found, names: asked, consent: await consentOf(db, found.app, userId, asked) };
  });
  const grant = await unrecordedAtOnce("token", async (tx) => {
    const consentId = typeof consent === "string" ? consent : await holdCover(tx, consent);
    const held =
      consentId === null
        ? null
        : await lockGrant(tx, {
            keyId: verified.app.id,
            credentialId: verified.credentialId,
            consentId,
          });
    if (!held) throw new OAuthError("consent_required", "The consent was taken back just now.");
    await useOnce(tx, verified);
    return {
      held,
      answer: await issueAccessToken(tx, held, { kind: "jwt", names, familyId: null, resource }),
    };
  });
  noteUse(grant.held);
  return grant.answer;
}

/** The database's clock, by which assertions are in time for all processes alike. */
async function clock(db: Reader): Promise<Date> {
  const [row] = await db
    .select({ now: sql`clock_timestamp()`.mapWith(oauthConsents.givenAt) })
    .from(sql`(values (1)) as one`);
  if (!row) throw new Error("The database has no clock");
  return row.now;
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

/** The person that it names. @throws OAuthError invalid_grant unless an active member of an account of the app's environment */
async function activeUser(db: Reader, { sub }: JWTPayload, { environment }: OAuthApp): Promise<string> {
  const [row] = GUID.test(sub ?? "")
    ? await db
        .select({ id: users.id })
        .from(users)
        .innerJoin(memberships, eq(memberships.userId, users.id))
        .where(
          and(
            eq(users.id, sub ?? ""),
            eq(users.status, "active"),
            eq(memberships.status, "active"),
            eq(memberships.environment, environment),
          ),
        )
        .limit(1)
    : [];
  if (!row) throw invalidGrant("user_not_found");
  return row.id;
}

/** The id of the person's own consent; without one that covers all of it, the organization's that does. */
async function consentOf(
  db: Reader,
  app: OAuthApp,
  userId: string,
  names: readonly GrantName[],
): Promise<string | Cover> {
  const rows = await db
    .select({ id: oauthConsents.id, scopes: oauthConsents.scopes })
    .from(oauthConsents)
    .innerJoin(accounts, eq(accounts.id, oauthConsents.accountId))
    .innerJoin(
      memberships,
      and(eq(memberships.accountId, oauthConsents.accountId), eq(memberships.userId, oauthConsents.userId)),
    )
    .where(
      and(
        eq(oauthConsents.userId, userId),
        eq(oauthConsents.keyId, app.id),
        isNull(oauthConsents.revokedAt),
        isNull(oauthConsents.organizationConsentId),
        eq(memberships.status, "active"),
        eq(accounts.status, "active"),
      ),
    )
    .orderBy(desc(oauthConsents.confirmedAt), desc(oauthConsents.id));
  const consent = rows.find(({ scopes }) => covers(scopes, names));
  if (consent) return consent.id;
  const cover = await findCover(db, { keyId: app.id, userId, names });
  if (cover) return cover;
  throw consentRequired(oauthIssuer(), {
    clientId: app.clientId,
    names,
    redirectUri: await firstRedirectUri(db, app),
  });
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
