import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";

import type { AppConsentList, ConnectedAppList } from "../../contracts/people/connected-apps";
import { keyQueryKeys } from "../keys/integration-keys";
import { request } from "../request";

const OWN = "/api/you/connected-apps";

export const connectedAppsKey = ["you", "connected-apps"] as const;

/** The apps that act for the signed-in person. */
export function connectedAppsQuery() {
  return queryOptions({
    queryKey: connectedAppsKey,
    queryFn: ({ signal }) => request<ConnectedAppList>(OWN, { signal }),
  });
}

/** Takes back a consent. @throws RequestError not_found */
export function revokeConsentMutation() {
  return mutationOptions({
    mutationFn: (consentId: string) => request<void>(`${OWN}/${consentId}`, { method: "DELETE" }),
    retry: false,
  });
}

/** Whom an app acts for, a page at a time. */
export function appConsentsQuery(accountId: string, keyId: string) {
  const path = `/api/accounts/${accountId}/integration-keys/${keyId}/consents`;
  return infiniteQueryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "consents"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      request<AppConsentList>(pageParam === null ? path : `${path}?cursor=${pageParam}`, { signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
