import { and, desc, eq, gt, isNotNull, isNull, or, sql, type SQL } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { agentPolicies, agents } from "@/db/schema/agents";
import { credentials, integrationKeys } from "@/db/schema/integration-keys";
import { oauthConsents, organizationConsents } from "@/db/schema/oauth";
import { claimedDomains } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import type { Scope } from "../../domain/keys/scopes";
import { allowsAgent } from "../../domain/oauth/agents/agent-policy";
import { lapsesAt } from "../../domain/organizations/domain-claim";
import type { Environment } from "../../domain/people/profiles";
import type { Transaction } from "../../kernel/database";
import { isHeldClaim } from "../../row-state/domain-claim";
import { isUsableApp } from "../clients/apps";

/** What a token rests on, as it is while one of its app's turns is held. */
export type LockedGrant = {
  readonly consentId: string;
  /** The organization's consent that the person's rests on; null where the person gave it. */
  readonly organizationConsentId: string | null;
  readonly keyId: string;
  readonly credentialId: string | null;
  /** When the first of what it rests on ends by itself, its credential or a domain that fails; null where none does. */
  readonly holdsUntil: Date | null;
  readonly accountId: string;
  readonly userId: string;
  readonly environment: Environment;
  /** The app's own, which are its ceiling. */
  readonly appScopes: readonly Scope[];
  /** What the person has consented to, or the organization. */
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

/** The same of all consents by which the app acts for a person: the person's own first, and of those the one confirmed last. */
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
  await takeTurn(tx, keyId);
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
      organizationConsentId: oauthConsents.organizationConsentId,
      failingSince: claimedDomains.failingSince,
      consented: sql<string[]>`coalesce(${organizationConsents.scopes}, ${oauthConsents.scopes})`,
      lastUsedAt: oauthConsents.lastUsedAt,
      now: sql`date_trunc('milliseconds', clock_timestamp())`.mapWith(oauthConsents.givenAt),
      agentHost: agents.host,
      policy: { isAllowed: agentPolicies.isAllowed, hosts: agentPolicies.hosts },
    })
    .from(oauthConsents)
    .innerJoin(integrationKeys, eq(integrationKeys.id, oauthConsents.keyId))
    .innerJoin(users, eq(users.id, oauthConsents.userId))
    .innerJoin(accounts, eq(accounts.id, oauthConsents.accountId))
    .innerJoin(
      memberships,
      and(eq(memberships.accountId, oauthConsents.accountId), eq(memberships.userId, oauthConsents.userId)),
    )
    .leftJoin(organizationConsents, eq(organizationConsents.id, oauthConsents.organizationConsentId))
    .leftJoin(
      claimedDomains,
      and(
        eq(claimedDomains.organizationId, organizationConsents.organizationId),
        eq(claimedDomains.domain, oauthConsents.claimedDomain),
        isHeldClaim(),
      ),
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
        or(
          isNull(oauthConsents.organizationConsentId),
          and(
            isNotNull(claimedDomains.id),
            isNull(organizationConsents.revokedAt),
            eq(accounts.organizationId, organizationConsents.organizationId),
          ),
        ),
      ),
    )
    .orderBy(
      sql`${oauthConsents.organizationConsentId} is not null`,
      desc(oauthConsents.confirmedAt),
      desc(oauthConsents.id),
    );
  return rows.flatMap(({ heldCredentialId, agentHost, policy, credentialEnd, failingSince, ...grant }) => {
    const holdsUntil = earlier(credentialEnd, lapsesAt({ failingSince }));
    const isOver = holdsUntil !== null && holdsUntil <= grant.now;
    const isLet = agentHost === null || (policy !== null && allowsAgent(policy, agentHost));
    return heldCredentialId === credentialId && !isOver && isLet
      ? [{ keyId, credentialId, holdsUntil, ...grant }]
      : [];
  });
}

/** Holds one of the app's turns until the transaction ends; who holds one already may take another. */
export async function takeTurn(tx: Transaction, keyId: string): Promise<void> {
  await tx.execute(sql`select take_oauth_turn(${keyId})`);
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function isGoodCredential(keyId: string, credentialId: string): SQL | undefined {
  return and(
    eq(credentials.id, credentialId),
    eq(credentials.keyId, keyId),
    isNull(credentials.revokedAt),
    or(isNull(credentials.expiresAt), gt(credentials.expiresAt, sql`clock_timestamp()`)),
  );
}
