import { mutationOptions, queryOptions } from "@tanstack/react-query";

import type { AgentPolicy, AgentPolicyRequest } from "../../contracts/accounts/agent-policy";
import { request } from "../request";

const base = (accountId: string) => `/api/accounts/${accountId}/agent-policy`;

export const agentPolicyKey = (accountId: string) => ["accounts", accountId, "agent-policy"] as const;

export function agentPolicyQuery(accountId: string) {
  return queryOptions({
    queryKey: agentPolicyKey(accountId),
    queryFn: ({ signal }) => request<AgentPolicy>(base(accountId), { signal }),
  });
}

export function setAgentPolicyMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (body: AgentPolicyRequest) => request<AgentPolicy>(base(accountId), { method: "PUT", body }),
    retry: false,
  });
}
