import { and, desc, eq, gt, isNull, or, sql, type SQL } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { agentPolicies, agents } from "@/db/schema/agents";
import { credentials, integrationKeys } from "@/db/schema/integration-keys";
import { oauthConsents } from "@/db/schema/oauth";
import { users } from "@/db/schema/users";

import type { Scope } from "../../domain/keys/scopes";
import { allowsAgent } from "../../domain/oauth/agents/agent-policy";
import type { Environment } from "../../domain/people/profiles";
import type { Transaction } from "../../kernel/database";
import { isUsableApp } from "../clients/apps";

/** What a token rests on, as it is while one of its app's turns is held. */
export type LockedGrant = {
  readonly consentId: string;
  readonly keyId: string;
  readonly credentialId: string | null;
  /** When that credential expires; null where it does not, or there is none. */
  readonly credentialEnd: Date | null;
  readonly accountId: string;
  readonly userId: string;
  readonly environment: Environment;
  /** The app's own, which are its ceiling. */
  readonly appScopes: readonly Scope[];
  readonly consented: readonly string[];
  /** The last token under the consent, to the minute. */
  readonly lastUsedAt: Date | null;
  /** The database's clock once the turn was held, in whole milliseconds. */
  readonly now: Date;
};

type Rests = {
  readonly keyId: string;
  /** The client secret or key pair that the app came with; null of a public app. */
  readonly credentialId: string | null;
};

/**
 * Holds one of the app's turns until the transaction ends, and then looks at what a token rests on: none of it ends beside a
 * token that is just being made, since whoever ends it takes all turns (triggers), and so waits for that token and finds it.
 * No row that may be ended is held, or else grants without a pause would keep their own end away. Turns come behind accounts, and
 * before codes and families.
 * @returns null where one of them has ended, the account lets this agent ask no more, or the person is no active member of the account any more
 */
export async function lockGrant(
  tx: Transaction,
  { consentId, ...rests }: Rests & { readonly consentId: string },
): Promise<LockedGrant | null> {
  const [grant] = await lockGrants(tx, rests, eq(oauthConsents.id, consentId));
  return grant ?? null;
}

/** The same of all consents that a person has given to the app: the one that was confirmed last is the first. */
export function lockGrantsOf(
  tx: Transaction,
  { userId, ...rests }: Rests & { readonly userId: string },
): Promise<LockedGrant[]> {
  return lockGrants(tx, rests, eq(oauthConsents.userId, userId));
}

async function lockGrants(
  tx: Transaction,
  { keyId, credentialId }: Rests,
  which: SQL,
): Promise<LockedGrant[]> {
  await tx.execute(sql`select take_oauth_turn(${keyId})`);
  // A statement of its own, whose snapshot is of after the wait.
  const rows = await tx
    .select({
      consentId: oauthConsents.id,
      environment: integrationKeys.environment,
      appScopes: integrationKeys.scopes,
      heldCredentialId: credentials.id,
      credentialEnd: credentials.expiresAt,
      accountId: oauthConsents.accountId,
      userId: oauthConsents.userId,
      consented: oauthConsents.scopes,
      lastUsedAt: oauthConsents.lastUsedAt,
      now: sql`date_trunc('milliseconds', clock_timestamp())`.mapWith(oauthConsents.givenAt),
      agentHost: agents.host,
      policy: { isAllowed: agentPolicies.isAllowed, hosts: agentPolicies.hosts },
    })
    .from(oauthConsents)
    .innerJoin(integrationKeys, eq(integrationKeys.id, oauthConsents.keyId))
    .innerJoin(users, eq(users.id, oauthConsents.userId))
    .innerJoin(
      memberships,
      and(eq(memberships.accountId, oauthConsents.accountId), eq(memberships.userId, oauthConsents.userId)),
    )
    .leftJoin(agents, eq(agents.keyId, integrationKeys.id))
    .leftJoin(agentPolicies, eq(agentPolicies.accountId, agents.accountId))
    .leftJoin(credentials, credentialId === null ? sql`false` : isGoodCredential(keyId, credentialId))
    .where(
      and(
        which,
        eq(oauthConsents.keyId, keyId),
        isNull(oauthConsents.revokedAt),
        isUsableApp(),
        eq(users.status, "active"),
        eq(memberships.status, "active"),
      ),
    )
    .orderBy(desc(oauthConsents.confirmedAt), desc(oauthConsents.id));
  return rows.flatMap(({ heldCredentialId, agentHost, policy, ...grant }) => {
    const isOver = grant.credentialEnd !== null && grant.credentialEnd <= grant.now;
    const isLet = agentHost === null || (policy !== null && allowsAgent(policy, agentHost));
    return heldCredentialId === credentialId && !isOver && isLet ? [{ keyId, credentialId, ...grant }] : [];
  });
}

function isGoodCredential(keyId: string, credentialId: string): SQL | undefined {
  return and(
    eq(credentials.id, credentialId),
    eq(credentials.keyId, keyId),
    isNull(credentials.revokedAt),
    or(isNull(credentials.expiresAt), gt(credentials.expiresAt, sql`clock_timestamp()`)),
  );
}
