import { eq } from "drizzle-orm";

import { agentPolicies } from "@/db/schema/agents";

import type { AgentPolicy, AgentPolicyInput } from "../contracts/accounts/agent-policy";
import { DomainError, invalid } from "../domain/errors";
import { readAgentHosts } from "../domain/oauth/agents/agent-hosts";
import { isWider, NO_AGENTS } from "../domain/oauth/agents/agent-policy";
import { byMember } from "../kernel/authority";
import { change } from "../kernel/change";
import type { AccountContext } from "../kernel/context";
import { findAgentPolicy } from "./get-agent-policy";

/**
 * Says which agents may ask the account's people for consent. What those have got that it leaves out ends in the same
 * transaction (trigger): from the answer on, each call that starts with it is refused (I1). To let fewer ask no version is
 * needed: whoever ends it must not lose against somebody who lets more.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled | account_closed | validation_failed |
 *   stale_version
 */
export function setAgentPolicy(ctx: AccountContext, input: AgentPolicyInput): Promise<AgentPolicy> {
  const reading = readAgentHosts(input.hosts);
  return change(byMember(ctx, "policy:update"), [ctx.account.id], async (tx, fresh) => {
    const { id: accountId } = fresh.account;
    if (!reading.ok) throw invalid(`/hosts/${reading.index}`, "not_a_host", reading.detail);
    const wanted = { isAllowed: input.isAllowed, hosts: reading.hosts };
    // The account's row is locked: two who change it come one after the other.
    const [row] = await tx
      .select({
        isAllowed: agentPolicies.isAllowed,
        hosts: agentPolicies.hosts,
        version: agentPolicies.version,
      })
      .from(agentPolicies)
      .where(eq(agentPolicies.accountId, accountId));
    const before = row ?? { ...NO_AGENTS, version: 0 };
    if (isWider(before, wanted) && before.version !== input.version) {
      throw new DomainError(
        "stale_version",
        "Somebody else changed which agents may ask meanwhile. Look at it again, then make your change.",
      );
    }
    const isSame = before.isAllowed === wanted.isAllowed && before.hosts.join(" ") === wanted.hosts.join(" ");
    if (isSame) return { value: await findAgentPolicy(tx, fresh), audit: "unchanged" };
    const after = {
      isAllowed: wanted.isAllowed,
      hosts: [...wanted.hosts],
      version: before.version + 1,
      updatedAt: fresh.now,
      updatedBy: fresh.user.id,
    };
    await tx
      .insert(agentPolicies)
      .values({ accountId, ...after })
      .onConflictDoUpdate({ target: agentPolicies.accountId, set: after });
    return {
      value: await findAgentPolicy(tx, fresh),
      audit: {
        action: wanted.isAllowed ? "agents.allowed" : "agents.ended",
        subject: { kind: "key_policy", id: accountId, name: "Agents" },
        before: { areAgentsAllowed: before.isAllowed, agentHosts: [...before.hosts] },
        after: { areAgentsAllowed: wanted.isAllowed, agentHosts: [...wanted.hosts] },
      },
    };
  });
}
