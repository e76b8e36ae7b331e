import { mutationOptions, queryOptions } from "@tanstack/react-query";

import type { KeyPolicy, UpdateKeyPolicyRequest } from "../../contracts/keys/key-policy";
import { request } from "../request";

const base = (accountId: string) => `/api/accounts/${accountId}/key-policy`;

export const keyPolicyKey = (accountId: string) => ["accounts", accountId, "key-policy"] as const;

export function keyPolicyQuery(accountId: string) {
  return queryOptions({
    queryKey: keyPolicyKey(accountId),
    queryFn: ({ signal }) => request<KeyPolicy>(base(accountId), { signal }),
  });
}

export function updateKeyPolicyMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (body: UpdateKeyPolicyRequest) =>
      request<KeyPolicy>(base(accountId), { method: "PUT", body }),
    retry: false,
  });
}
