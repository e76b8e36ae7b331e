import { and, eq, inArray, sql } from "drizzle-orm";

import { accessTokens } from "@/db/schema/access-tokens";
import { oauthConsents, organizationConsents } from "@/db/schema/oauth";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import type { CallToken } from "../../contracts/key-usage";
import { ACCESS_LIVES_MS } from "../../domain/oauth/token-life";
import type { Reader } from "../../kernel/database";
import { timeOfId } from "../../platform/ids";

/**
 * The access tokens that calls came with, by their ids; what is no token, or is gone, is left out. A token's id has the time
 * of its issue, and lifetimes are fixed: so its end, by whose day tokens are kept, is one of two, and each is found by the
 * primary key, whatever number there is.
 */
export async function tokensOf(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, CallToken>> {
  const places = [...new Set(ids)].flatMap(placesOf);
  if (places.length === 0) return new Map();
  const rows = await db
    .select({
      id: accessTokens.id,
      person: { id: users.id, name: users.name },
      grant: accessTokens.grant,
      consentId: accessTokens.consentId,
      approvedBy: organizations.name,
      familyId: accessTokens.familyId,
      resource: accessTokens.resource,
    })
    .from(
      sql`unnest(${sql.param(places.map(({ id }) => id))}::uuid[], ${sql.param(places.map(({ end }) => end.toISOString()))}::timestamptz[]) as places(id, expires_at)`,
    )
    .innerJoin(
      accessTokens,
      sql`${accessTokens.id} = places.id and ${accessTokens.expiresAt} = places.expires_at`,
    )
    .innerJoin(users, eq(users.id, accessTokens.userId))
    .leftJoin(oauthConsents, eq(oauthConsents.id, accessTokens.consentId))
    .leftJoin(organizationConsents, eq(organizationConsents.id, oauthConsents.organizationConsentId))
    .leftJoin(organizations, eq(organizations.id, organizationConsents.organizationId));
  return new Map(
    rows.flatMap(({ id, grant, consentId, ...token }): [string, CallToken][] =>
      grant === null || consentId === null ? [] : [[id, { ...token, grant, consentId }]],
    ),
  );
}

/** Where a token with this id may be kept. */
function placesOf(id: string): { readonly id: string; readonly end: Date }[] {
  const issued = timeOfId(id)?.getTime();
  return issued === undefined ? [] : ACCESS_LIVES_MS.map((life) => ({ id, end: new Date(issued + life) }));
}

/** The resource of an access token; null for none, for what is no token, and for one that is gone. */
export async function resourceOfToken(db: Reader, tokenId: string): Promise<string | null> {
  const ends = placesOf(tokenId).map(({ end }) => end);
  if (ends.length === 0) return null;
  const [token] = await db
    .select({ resource: accessTokens.resource })
    .from(accessTokens)
    .where(and(eq(accessTokens.id, tokenId), inArray(accessTokens.expiresAt, ends)));
  return token?.resource ?? null;
}
