import { and, eq, sql, type SQL } from "drizzle-orm";

import { accessTokens } from "@/db/schema/access-tokens";
import { oauthConsents, organizationConsents } from "@/db/schema/oauth";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import type { CallToken } from "../../contracts/keys/key-usage";
import type { Scope } from "../../domain/keys/scopes";
import { ACCESS_LIVES_MS } from "../../domain/oauth/token-life";
import type { Reader } from "../../kernel/database";
import { timeOfId } from "../../platform/ids";

/**
 * The access tokens of a key that calls came with, by their ids; what is no token, or is gone, is left out. A token's id has
 * the time of its issue, and it ends within the longest lifetime: so its end, by whose day tokens are kept, is of one day or the
 * next, and each is found by the primary key, whatever number there is.
 */
export async function tokensOf(
  db: Reader,
  keyId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, CallToken>> {
  const issues = issuesOf(ids);
  if (issues === null) return new Map();
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
    .from(issues)
    .innerJoin(accessTokens, isIssued(keyId))
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

/** What was granted to an access token of a key, and for which resource; null for what is no token, and for one that is gone. */
export async function grantOfToken(
  db: Reader,
  keyId: string,
  tokenId: string,
): Promise<{ readonly scopes: Scope[]; readonly resource: string | null } | null> {
  const issues = issuesOf([tokenId]);
  if (issues === null) return null;
  const [token] = await db
    .select({ scopes: accessTokens.scopes, resource: accessTokens.resource })
    .from(issues)
    .innerJoin(accessTokens, isIssued(keyId));
  return token ?? null;
}

/** When tokens with these ids were issued, as rows of id and time; null where none of them is a token's. */
function issuesOf(ids: readonly string[]): SQL | null {
  const issues = [...new Set(ids)].flatMap((id) => {
    const at = timeOfId(id);
    return at === null ? [] : [{ id, at: at.toISOString() }];
  });
  if (issues.length === 0) return null;
  return sql`unnest(
    ${sql.param(issues.map(({ id }) => id))}::uuid[], ${sql.param(issues.map(({ at }) => at))}::timestamptz[]
  ) as issues(id, at)`;
}

const LONGEST_LIFE = `${Math.max(...ACCESS_LIVES_MS)} milliseconds`;

function isIssued(keyId: string): SQL | undefined {
  return and(
    sql`${accessTokens.id} = issues.id and ${accessTokens.expiresAt} > issues.at
      and ${accessTokens.expiresAt} <= issues.at + ${LONGEST_LIFE}::interval`,
    eq(accessTokens.keyId, keyId),
  );
}
