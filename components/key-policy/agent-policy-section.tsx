"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ErrorState, Skeleton } from "@/components/ui/states";
import { Time } from "@/components/ui/time";
import type { AgentPolicy } from "@/lib/contracts/accounts/agent-policy";
import { count } from "@/lib/domain/format/numbers";
import { notBefore } from "@/lib/domain/time/not-before";
import {
  agentPolicyKey,
  agentPolicyQuery,
  setAgentPolicyMutation,
} from "@/lib/queries/accounts/agent-policy";
import { RequestError } from "@/lib/queries/request";

import { AgentPolicyForm } from "./agent-policy-form";

type SectionProps = {
  readonly accountId: string;
  /** The server's clock, ISO 8601. */
  readonly now: string;
};

/** Whether agents may ask the account's people for consent, and which. */
export function AgentPolicySection({ accountId, now }: SectionProps) {
  const policy = useQuery(agentPolicyQuery(accountId));
  return (
    <section aria-labelledby="agents-title" className="mt-10 flex flex-col gap-4 border-t border-line pt-8">
      <div className="max-w-160">
        <h2 id="agents-title" className="text-lg font-semibold">
          Agents
        </h2>
        <p className="mt-1 text-muted">
          Agents are programs of others that nobody has registered here. They are known by the address of a
          document about them, of which only the host is verified. Where they may ask, a member can let one
          act for them: it may do what was allowed and the member may, until either takes it back.
        </p>
      </div>
      {policy.isPending ? <Skeleton className="h-48 w-full max-w-160" /> : null}
      {policy.isError ? (
        <ErrorState
          detail={policy.error.message}
          requestId={policy.error instanceof RequestError ? policy.error.requestId : null}
          onRetry={() => void policy.refetch()}
        />
      ) : null}
      {policy.data ? <Loaded accountId={accountId} now={now} policy={policy.data} /> : null}
    </section>
  );
}

function Loaded({ accountId, now, policy }: SectionProps & { readonly policy: AgentPolicy }) {
  const cache = useQueryClient();
  const [done, setDone] = useState("");
  const set = useMutation(setAgentPolicyMutation(accountId));
  const submit = async (isAllowed: boolean, hosts: readonly string[]) => {
    setDone("");
    try {
      const saved = await set.mutateAsync({ isAllowed, hosts: [...hosts], version: policy.version });
      cache.setQueryData(agentPolicyKey(accountId), saved);
      setDone("Saved.");
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      // What was typed is kept where it was wrong; what somebody else has saved is shown.
      if (error.code === "stale_version") {
        await cache.invalidateQueries({ queryKey: agentPolicyKey(accountId) });
      }
    }
  };
  const failure = set.error instanceof RequestError ? set.error : null;
  return (
    <div className="flex max-w-160 flex-col gap-4 rounded-md border border-line bg-surface px-5 py-4">
      <State policy={policy} now={now} />
      {policy.canUpdate ? (
        <AgentPolicyForm
          policy={policy}
          isBusy={set.isPending}
          failure={failure}
          onSubmit={(isAllowed, hosts) => void submit(isAllowed, hosts)}
        />
      ) : null}
      <output className="text-sm text-positive">{done}</output>
    </div>
  );
}

function State({ policy, now }: { readonly policy: AgentPolicy; readonly now: string }) {
  const { updatedAt, updatedBy } = policy;
  return (
    <div>
      <p className="font-medium">{stateWords(policy)}</p>
      {policy.workingAgents > 0 ? (
        <p className="text-sm text-muted">{`${count(policy.workingAgents, "agent")} among the integration keys.`}</p>
      ) : null}
      {updatedBy && updatedAt ? (
        <p className="text-sm text-muted">
          <span>{`Last changed by ${updatedBy.name}`}</span>{" "}
          <Time at={updatedAt} now={notBefore(now, updatedAt)} />
        </p>
      ) : null}
    </div>
  );
}

function stateWords({ isAllowed, hosts }: AgentPolicy): string {
  if (!isAllowed) return "Off. No agent can ask anybody of this account.";
  return hosts.length === 0
    ? "On. Agents of any host may ask."
    : `On. Agents of ${count(hosts.length, "host")} may ask.`;
}
