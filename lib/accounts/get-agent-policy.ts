import { and, eq, sql } from "drizzle-orm";

import { agentPolicies, agents } from "@/db/schema/agents";
import { integrationKeys } from "@/db/schema/integration-keys";
import { users } from "@/db/schema/users";

import type { AgentPolicy } from "../contracts/accounts/agent-policy";
import { NO_AGENTS } from "../domain/oauth/agents/agent-policy";
import { permits } from "../domain/people/profiles";
import type { AccountContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { read } from "../kernel/read";
import { isWorkingKey } from "../row-state/key-status";

/**
 * Whether agents may ask the account's people for consent, and which; for admins alone.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled
 */
export function getAgentPolicy(ctx: AccountContext): Promise<AgentPolicy> {
  return read(ctx, "policy:update", (db) => findAgentPolicy(db, ctx));
}

/** The same inside a query or transaction of the caller's. An account without a row lets none ask. */
export async function findAgentPolicy(db: Reader, ctx: AccountContext): Promise<AgentPolicy> {
  const [row] = await db
    .select({
      isAllowed: agentPolicies.isAllowed,
      hosts: agentPolicies.hosts,
      version: agentPolicies.version,
      updatedAt: agentPolicies.updatedAt,
      updatedBy: { id: users.id, name: users.name },
    })
    .from(agentPolicies)
    .innerJoin(users, eq(users.id, agentPolicies.updatedBy))
    .where(eq(agentPolicies.accountId, ctx.account.id));
  const [working] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(agents)
    .innerJoin(integrationKeys, eq(integrationKeys.id, agents.keyId))
    .where(and(eq(agents.accountId, ctx.account.id), isWorkingKey()));
  return {
    isAllowed: row?.isAllowed ?? NO_AGENTS.isAllowed,
    hosts: row?.hosts ?? [...NO_AGENTS.hosts],
    version: row?.version ?? 0,
    updatedAt: row?.updatedAt.toISOString() ?? null,
    updatedBy: row?.updatedBy ?? null,
    canUpdate: permits(ctx.profile, "policy:update") && ctx.account.status === "active",
    workingAgents: working?.count ?? 0,
  };
}
