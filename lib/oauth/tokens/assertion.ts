import { createPublicKey } from "node:crypto";

import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import { decodeJwt, errors, jwtVerify, type JWTPayload } from "jose";

import { accounts } from "@/db/schema/accounts";
import { credentials, integrationKeys } from "@/db/schema/integration-keys";

import {
  assertionRefusal,
  CLOCK_SKEW_SECONDS,
  endsInTime,
  isForUs,
} from "../../domain/oauth/requests/assertion";
import { invalidGrant } from "../../domain/oauth/oauth-error";
import type { Reader } from "../../kernel/database";
import { oauthIssuer } from "../../platform/settings/env";
import { APP_COLUMNS, isUsableApp, toApp, type OAuthApp } from "../clients/apps";

/** An assertion whose signature and times were verified. */
export type VerifiedAssertion = {
  readonly app: OAuthApp;
  /** The key pair whose public key verifies it. */
  readonly credentialId: string;
  readonly claims: JWTPayload;
};

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Verifies an assertion with every key of the app that it names, since most clients send no `kid` (WIRE-FACTS 5). RS256
 * alone: `none`, and HS256 with a public key for its secret, are what others were fooled with. Times are judged by the
 * database's clock, which is the same for all processes.
 * @throws OAuthError invalid_grant: issuer_not_found | no_valid_keys_or_signatures
 */
export async function verifyAssertion(db: Reader, assertion: string): Promise<VerifiedAssertion> {
  const said = unverified(assertion);
  const { iss } = said;
  const known = typeof iss === "string" && GUID.test(iss) ? await knownOf(db, iss.toLowerCase()) : null;
  if (!known) throw invalidGrant("issuer_not_found");
  for (const { app, id, pem } of known.keys) {
    const claims = await claimsBy(pem, assertion, known.now);
    if (claims === null) continue;
    if (!isForUs(claims, oauthIssuer()) || !endsInTime(claims, known.now)) break;
    return { app, credentialId: id, claims };
  }
  throw assertionRefusal(said, known.now);
}

/** What it says before anybody knows whether it is true. */
function unverified(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw invalidGrant("no_valid_keys_or_signatures");
  }
}

/** The keys of the apps with this GUID, and the time; null where there is no such app. */
async function knownOf(db: Reader, clientId: string) {
  const rows = await db
    .select({
      ...APP_COLUMNS,
      credentialId: credentials.id,
      pem: credentials.publicKeyPem,
      now: sql`clock_timestamp()`.mapWith(credentials.createdAt),
    })
    .from(integrationKeys)
    .innerJoin(accounts, eq(accounts.id, integrationKeys.accountId))
    .leftJoin(
      credentials,
      and(
        eq(credentials.keyId, integrationKeys.id),
        eq(credentials.kind, "rsa_public_key"),
        isNull(credentials.revokedAt),
        or(isNull(credentials.expiresAt), gt(credentials.expiresAt, sql`clock_timestamp()`)),
      ),
    )
    .where(and(eq(integrationKeys.clientId, clientId), isUsableApp()))
    // By name, production is before sandbox.
    .orderBy(integrationKeys.environment, desc(integrationKeys.id));
  const [first] = rows;
  if (!first) return null;
  const keys = rows.flatMap((row) =>
    row.credentialId !== null && row.pem !== null
      ? [{ app: toApp(row), id: row.credentialId, pem: row.pem }]
      : [],
  );
  // A key that both environments have got at once, or before that was refused, stands for the app that may get tokens, as at
  // `/oauth/auth`; for production's where both may.
  const usable = keys.filter(({ app }) => app.isAvailable);
  return { now: first.now, keys: [...usable, ...keys.filter(({ app }) => !app.isAvailable)] };
}

/** The claims, where this key verifies them and it is their time; null otherwise. */
async function claimsBy(pem: string, assertion: string, now: Date): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(assertion, createPublicKey(pem), {
      algorithms: ["RS256"],
      requiredClaims: ["exp"],
      clockTolerance: CLOCK_SKEW_SECONDS,
      currentDate: now,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
