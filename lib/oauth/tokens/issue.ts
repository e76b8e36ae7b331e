import { and, eq, isNull, lt, or, sql } from "drizzle-orm";

import { accessTokens } from "@/db/schema/access-tokens";
import { credentials } from "@/db/schema/integration-keys";
import { oauthConsents, oauthRefreshTokens, organizationConsents } from "@/db/schema/oauth";

import { keptNames, scopeText, tokenScopes } from "../../domain/oauth/asked-scopes";
import { accessExpiry, secondsLeft, type TokenGrant } from "../../domain/oauth/token-life";
import { MINUTE_MS } from "../../domain/time/durations";
import type { Environment } from "../../domain/people/profiles";
import type { Transaction } from "../../kernel/database";
import { unrecorded } from "../../kernel/unrecorded";
import { idAt } from "../../platform/ids";
import { createLogger } from "../../platform/logs/logger";
import { newSecret } from "../../platform/secrets/secrets";
import type { LockedGrant } from "./lock-grant";

const log = createLogger("web");

/** The answer of the token endpoint (WIRE-FACTS 5). */
export type TokenAnswer = {
  readonly access_token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly scope: string;
  readonly refresh_token?: string;
};

type NewToken = {
  readonly kind: TokenGrant;
  /** By the names that the app asked by. */
  readonly names: readonly string[];
  readonly familyId: string | null;
  readonly resource: string | null;
};

/**
 * Makes an access token under a grant that is held, which ends with the credential that it was got with at the latest. Its id
 * carries its time, and with the fixed lifetimes and the ends of credentials its place among the days of tokens: so a call
 * finds the token that it came with (see `lib/integration-keys/calls`).
 */
export async function issueAccessToken(
  tx: Transaction,
  grant: LockedGrant,
  { kind, names, familyId, resource }: NewToken,
): Promise<TokenAnswer> {
  const secret = newSecret("ikt", grant.environment);
  const expiresAt = accessExpiry(kind, grant.now, grant.holdsUntil);
  await tx.insert(accessTokens).values({
    id: idAt(grant.now),
    secretHash: secret.hash,
    keyId: grant.keyId,
    accountId: grant.accountId,
    userId: grant.userId,
    scopes: tokenScopes(keptNames(names), grant.appScopes),
    issuedAt: grant.now,
    expiresAt,
    consentId: grant.consentId,
    familyId,
    credentialId: grant.credentialId,
    resource,
    grant: kind,
  });
  return {
    access_token: secret.text,
    token_type: "Bearer",
    expires_in: secondsLeft(grant.now, expiresAt),
    scope: scopeText(names),
  };
}

/** Makes the next refresh token of a family. @returns its text, for the one answer */
export async function issueRefreshToken(
  tx: Transaction,
  family: {
    readonly id: string;
    readonly environment: Environment;
    readonly now: Date;
    readonly expiresAt: Date;
  },
): Promise<string> {
  const secret = newSecret("ikr", family.environment);
  await tx.insert(oauthRefreshTokens).values({
    tokenHash: secret.hash,
    familyId: family.id,
    issuedAt: family.now,
    expiresAt: family.expiresAt,
  });
  return secret.text;
}

/** Notes that wait for the database at once; one beyond is left out, and the next use notes it. */
const NOTES_MAX = 10;
let notesUnderWay = 0;

/**
 * Notes when consent and credential were last used, to the minute: after the token's transaction, or else all grants of an app
 * would wait for one row of it. It neither delays the answer nor fails it: its tokens are given by then, and whoever
 * asked again would end them.
 */
export function noteUse(grant: LockedGrant): void {
  const before = new Date(grant.now.getTime() - MINUTE_MS);
  if (grant.lastUsedAt !== null && grant.lastUsedAt > before) return;
  if (notesUnderWay >= NOTES_MAX) return;
  notesUnderWay += 1;
  void writeUse(grant, before)
    .catch((error: unknown) => log.warn({ err: error }, "the use of a consent was not noted"))
    .finally(() => (notesUnderWay -= 1));
}

async function writeUse(grant: LockedGrant, before: Date): Promise<void> {
  const isOlder = (
    at:
      | typeof oauthConsents.lastUsedAt
      | typeof organizationConsents.lastUsedAt
      | typeof credentials.lastUsedAt,
  ) => or(isNull(at), lt(at, sql`${before.toISOString()}::timestamptz`));
  await unrecorded("token", async (db) => {
    await db
      .update(oauthConsents)
      .set({ lastUsedAt: grant.now })
      .where(and(eq(oauthConsents.id, grant.consentId), isOlder(oauthConsents.lastUsedAt)));
    if (grant.organizationConsentId !== null) {
      await db
        .update(organizationConsents)
        .set({ lastUsedAt: grant.now })
        .where(
          and(
            eq(organizationConsents.id, grant.organizationConsentId),
            isOlder(organizationConsents.lastUsedAt),
          ),
        );
    }
    if (grant.credentialId === null) return;
    await db
      .update(credentials)
      .set({ lastUsedAt: grant.now })
      .where(and(eq(credentials.id, grant.credentialId), isOlder(credentials.lastUsedAt)));
  });
}
