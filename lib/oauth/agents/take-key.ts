import { and, eq, sql } from "drizzle-orm";

import { agents } from "@/db/schema/agents";
import { integrationKeys } from "@/db/schema/integration-keys";

import { sortScopes } from "../../domain/keys/scopes";
import { AGENT_SCOPES, type AgentDocument } from "../../domain/oauth/agents/agent-document";
import { AGENTS_PER_ACCOUNT } from "../../domain/oauth/agents/agent-policy";
import { agentKeyName } from "../../domain/oauth/agents/client-uri";
import { OAuthError } from "../../domain/oauth/oauth-error";
import type { AuditEntry } from "../../domain/record/audit-event";
import type { Transaction } from "../../kernel/database";
import { newGuid, newId } from "../../platform/ids";
import { isWorkingKey } from "../../row-state/key-status";
import type { AgentAccount } from "./accounts";

/** The key that stands for an agent in an account, and what the record says where it was made just now. */
type TakenKey = { readonly id: string; readonly name: string; readonly entry: AuditEntry | null };

/**
 * The key of an agent in an account, which is made with the first Allow there. The caller has the lock of the account's row, so
 * that two at once make one.
 * @throws OAuthError access_denied where the account has as many agents as it may have
 */
export async function takeAgentKey(
  tx: Transaction,
  userId: string,
  account: AgentAccount,
  agent: AgentDocument,
): Promise<TakenKey> {
  const name = agentKeyName(agent);
  if (account.keyId !== null) return { id: account.keyId, name, entry: null };
  await assertRoom(tx, account.id);
  const id = newId();
  const clientId = newGuid();
  const scopes = sortScopes(AGENT_SCOPES);
  await tx.insert(integrationKeys).values({
    id,
    accountId: account.id,
    environment: account.environment,
    clientId,
    name,
    method: "oauth",
    scopes,
    createdBy: userId,
    createdAt: sql`clock_timestamp()`,
    isPublic: true,
  });
  await tx.insert(agents).values({
    keyId: id,
    accountId: account.id,
    clientUri: agent.uri,
    host: agent.host,
    declaredName: agent.name,
  });
  const entry: AuditEntry = {
    action: "key.created",
    subject: { kind: "integration_key", id, name },
    after: {
      clientId,
      name,
      method: "oauth",
      scopes,
      allowedRanges: [],
      expiresAt: null,
      isPublic: true,
      clientUri: agent.uri,
      declaredName: agent.name,
    },
  };
  return { id, name, entry };
}

async function assertRoom(tx: Transaction, accountId: string): Promise<void> {
  const [working] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(agents)
    .innerJoin(integrationKeys, eq(integrationKeys.id, agents.keyId))
    .where(and(eq(agents.accountId, accountId), isWorkingKey(sql`clock_timestamp()`)));
  if ((working?.count ?? 0) < AGENTS_PER_ACCOUNT) return;
  throw new OAuthError(
    "access_denied",
    `The account has ${AGENTS_PER_ACCOUNT} agents, which is as many as it may have. An admin of it can revoke some.`,
  );
}
