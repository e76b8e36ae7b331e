import { and, asc, eq, inArray, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { agentPolicies, agents } from "@/db/schema/agents";
import { integrationKeys } from "@/db/schema/integration-keys";
import { users } from "@/db/schema/users";

import { availabilityOf } from "../../domain/keys/availability";
import { allowsAgent } from "../../domain/oauth/agents/agent-policy";
import type { ClientUri } from "../../domain/oauth/agents/client-uri";
import type { Environment } from "../../domain/people/profiles";
import type { Reader } from "../../kernel/database";
import { servedEnvironment } from "../../platform/settings/env";
import { isWorkingKey } from "../../row-state/key-status";
import type { EligibleAccount } from "../consents/eligible";

/** An account in which a person may let an agent act. */
export type AgentAccount = EligibleAccount & {
  readonly environment: Environment;
  /** The key that it has there; null where nobody has let it act there yet. */
  readonly keyId: string | null;
};

/**
 * The open accounts of a person that let this agent ask, by name: those whose policy does, and that have integration keys. Where
 * the agent was revoked, an admin alone may let it act anew (R8): others would undo what an admin did.
 */
export async function accountsForAgent(
  db: Reader,
  userId: string,
  { uri, host }: ClientUri,
): Promise<AgentAccount[]> {
  const served = servedEnvironment();
  const rows = await db
    .select({
      id: accounts.id,
      name: accounts.name,
      environment: accounts.environment,
      plan: accounts.plan,
      hasIntegrationKeys: accounts.hasIntegrationKeys,
      profile: memberships.profile,
      isAllowed: agentPolicies.isAllowed,
      hosts: agentPolicies.hosts,
    })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(agentPolicies, eq(agentPolicies.accountId, accounts.id))
    .where(
      and(
        eq(memberships.userId, userId),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
        eq(accounts.status, "active"),
        served === null ? undefined : eq(accounts.environment, served),
      ),
    )
    .orderBy(asc(accounts.name), asc(accounts.id));
  const open = rows.filter((row) => allowsAgent(row, host) && availabilityOf(row) === "available");
  const keys = await keysOf(
    db,
    open.map(({ id }) => id),
    uri,
  );
  return open.flatMap(({ id, name, environment, profile }) => {
    const own = keys.filter(({ accountId }) => accountId === id);
    const keyId = own.find(({ isWorking }) => isWorking)?.keyId ?? null;
    const isBarred = keyId === null && own.length > 0 && profile !== "admin";
    return isBarred ? [] : [{ id, name, environment, profile, keyId }];
  });
}

async function keysOf(db: Reader, accountIds: readonly string[], uri: string) {
  if (accountIds.length === 0) return [];
  return db
    .select({
      keyId: agents.keyId,
      accountId: agents.accountId,
      isWorking: sql<boolean>`${isWorkingKey(sql`clock_timestamp()`)}`,
    })
    .from(agents)
    .innerJoin(integrationKeys, eq(integrationKeys.id, agents.keyId))
    .where(and(inArray(agents.accountId, [...accountIds]), eq(agents.clientUri, uri)));
}
