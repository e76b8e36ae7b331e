import { and, eq, gt, isNull, or, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { agentPolicies, agents } from "@/db/schema/agents";
import { credentials, integrationKeys } from "@/db/schema/integration-keys";
import { oauthConsents } from "@/db/schema/oauth";
import { users } from "@/db/schema/users";

import type { Scope } from "../../domain/keys/scopes";
import { allowsAgent } from "../../domain/oauth/agents/agent-policy";
import type { Environment } from "../../domain/people/profiles";
import type { Transaction } from "../../kernel/database";
import { isUsableApp } from "../clients/apps";

/** What a token rests on, as it is while its rows are held. */
export type LockedGrant = {
  readonly consentId: string;
  readonly keyId: string;
  readonly credentialId: string | null;
  readonly accountId: string;
  readonly userId: string;
  readonly environment: Environment;
  /** The app's own, which are its ceiling. */
  readonly appScopes: readonly Scope[];
  readonly consented: readonly string[];
  /** The last token under the consent, to the minute. */
  readonly lastUsedAt: Date | null;
  /** The database's clock once all of it was held, in whole milliseconds. */
  readonly now: Date;
};

type Rests = {
  readonly keyId: string;
  /** The client secret or key pair that the app came with; null of a public app. */
  readonly credentialId: string | null;
  readonly consentId: string;
};

/**
 * Holds what a token rests on until the transaction ends, so that none of it ends beside a token that is just being made:
 * whoever ends it waits, and finds that token. Always in this order: app, of an agent its account's policy, credential, consent
 * with its person; then codes and families.
 * @returns null where one of them has ended, or the person is no active member of the account any more
 */
export async function lockGrant(
  tx: Transaction,
  { keyId, credentialId, consentId }: Rests,
): Promise<LockedGrant | null> {
  const [app] = await tx
    .select({
      environment: integrationKeys.environment,
      appScopes: integrationKeys.scopes,
      agentHost: agents.host,
      managerId: integrationKeys.accountId,
    })
    .from(integrationKeys)
    .leftJoin(agents, eq(agents.keyId, integrationKeys.id))
    .where(and(eq(integrationKeys.id, keyId), isUsableApp()))
    .for("share", { of: integrationKeys });
  if (!app) return null;
  const { agentHost, managerId, ...held } = app;
  if (agentHost !== null && !(await holdPolicy(tx, managerId, agentHost))) return null;
  if (credentialId !== null && !(await holdCredential(tx, keyId, credentialId))) return null;
  const [consent] = await tx
    .select({
      accountId: oauthConsents.accountId,
      userId: oauthConsents.userId,
      consented: oauthConsents.scopes,
      lastUsedAt: oauthConsents.lastUsedAt,
      now: sql`date_trunc('milliseconds', clock_timestamp())`.mapWith(oauthConsents.givenAt),
    })
    .from(oauthConsents)
    .innerJoin(users, eq(users.id, oauthConsents.userId))
    .innerJoin(accounts, eq(accounts.id, oauthConsents.accountId))
    .innerJoin(
      memberships,
      and(eq(memberships.accountId, oauthConsents.accountId), eq(memberships.userId, oauthConsents.userId)),
    )
    .where(
      and(
        eq(oauthConsents.id, consentId),
        eq(oauthConsents.keyId, keyId),
        isNull(oauthConsents.revokedAt),
        eq(users.status, "active"),
        eq(memberships.status, "active"),
        eq(accounts.status, "active"),
      ),
    )
    .for("share", { of: [oauthConsents, users, memberships] });
  return consent ? { consentId, keyId, credentialId, ...held, ...consent } : null;
}

/** True where the account lets this agent ask, as it does until the transaction ends. */
async function holdPolicy(tx: Transaction, accountId: string, host: string): Promise<boolean> {
  const [policy] = await tx
    .select({ isAllowed: agentPolicies.isAllowed, hosts: agentPolicies.hosts })
    .from(agentPolicies)
    .where(eq(agentPolicies.accountId, accountId))
    .for("share");
  return policy !== undefined && allowsAgent(policy, host);
}

async function holdCredential(tx: Transaction, keyId: string, credentialId: string): Promise<boolean> {
  const held = await tx
    .select({ id: credentials.id })
    .from(credentials)
    .where(
      and(
        eq(credentials.id, credentialId),
        eq(credentials.keyId, keyId),
        isNull(credentials.revokedAt),
        or(isNull(credentials.expiresAt), gt(credentials.expiresAt, sql`clock_timestamp()`)),
      ),
    )
    .for("share");
  return held.length > 0;
}
