import { mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  LegacyAuthentication,
  LegacyAuthenticationRequest,
} from "../../contracts/keys/legacy-authentication";
import { request } from "../request";

const base = (accountId: string) => `/api/accounts/${accountId}/legacy-authentication`;

export const legacyAuthenticationKey = (accountId: string) =>
  ["accounts", accountId, "legacy-authentication"] as const;

export function legacyAuthenticationQuery(accountId: string) {
  return queryOptions({
    queryKey: legacyAuthenticationKey(accountId),
    queryFn: ({ signal }) => request<LegacyAuthentication>(base(accountId), { signal }),
  });
}

export function setLegacyAuthenticationMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (body: LegacyAuthenticationRequest) =>
      request<LegacyAuthentication>(base(accountId), { method: "PUT", body }),
    retry: false,
  });
}
