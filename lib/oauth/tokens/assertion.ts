import { createPublicKey } from "node:crypto";

import { and, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { decodeJwt, errors, jwtVerify, type JWTPayload } from "jose";

import { credentials } from "@/db/schema/integration-keys";

import {
  assertionRefusal,
  CLOCK_SKEW_SECONDS,
  endsInTime,
  isForUs,
} from "../../domain/oauth/requests/assertion";
import { invalidGrant } from "../../domain/oauth/oauth-error";
import type { Reader } from "../../kernel/database";
import { oauthIssuer } from "../../platform/env";
import { findApps, type OAuthApp } from "../clients/apps";

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
 * alone: `none`, and HS256 with a public key for its secret, are what others were fooled with.
 * @throws OAuthError invalid_grant: issuer_not_found | no_valid_keys_or_signatures
 */
export async function verifyAssertion(db: Reader, assertion: string, now: Date): Promise<VerifiedAssertion> {
  const said = unverified(assertion);
  const { iss } = said;
  const apps = typeof iss === "string" && GUID.test(iss) ? await findApps(db, iss.toLowerCase()) : [];
  if (apps.length === 0) throw invalidGrant("issuer_not_found");
  for (const { app, id, pem } of await keysOf(db, apps)) {
    const claims = await claimsBy(pem, assertion, now);
    if (claims === null) continue;
    if (!isForUs(claims, oauthIssuer()) || !endsInTime(claims, now)) break;
    return { app, credentialId: id, claims };
  }
  throw assertionRefusal(said, now);
}

/** What it says before anybody knows whether it is true. */
function unverified(assertion: string): JWTPayload {
  try {
    return decodeJwt(assertion);
  } catch {
    throw invalidGrant("no_valid_keys_or_signatures");
  }
}

async function keysOf(db: Reader, apps: readonly OAuthApp[]) {
  const rows = await db
    .select({ id: credentials.id, keyId: credentials.keyId, pem: credentials.publicKeyPem })
    .from(credentials)
    .where(
      and(
        inArray(
          credentials.keyId,
          apps.map(({ id }) => id),
        ),
        eq(credentials.kind, "rsa_public_key"),
        isNull(credentials.revokedAt),
        or(isNull(credentials.expiresAt), gt(credentials.expiresAt, sql`clock_timestamp()`)),
      ),
    );
  // A key that both environments have got at once, or before that was refused, stands for the app that may get tokens, as at
  // `/oauth/auth`; for production's where both may.
  const [usable, others] = [true, false].map((is) => apps.filter(({ isAvailable }) => isAvailable === is));
  return [...(usable ?? []), ...(others ?? [])].flatMap((app) =>
    rows.flatMap(({ id, keyId, pem }) => (keyId === app.id && pem !== null ? [{ app, id, pem }] : [])),
  );
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
