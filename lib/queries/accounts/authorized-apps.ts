import { queryOptions } from "@tanstack/react-query";

import type {
  AuthorizableAppList,
  AuthorizeAppInput,
  AuthorizedAppAnswer,
  AuthorizedAppList,
} from "../../contracts/accounts/authorized-apps";
import { request } from "../request";

const base = (organizationId: string) => `/api/organizations/${organizationId}/admin-consents`;

/** The apps that an organization lets act for its people. */
export function authorizedAppsQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["organizations", organizationId, "authorized-apps"] as const,
    queryFn: ({ signal }) => request<AuthorizedAppList>(base(organizationId), { signal }),
  });
}

/** What is known of the apps with a GUID, before one is authorized. */
export function findAuthorizableApps(organizationId: string, clientId: string) {
  return request<AuthorizableAppList>(`${base(organizationId)}/app?${new URLSearchParams({ clientId })}`);
}

export function authorizeApp(
  organizationId: string,
  input: Pick<AuthorizeAppInput, "clientId" | "environment"> & { readonly scopes: readonly string[] },
) {
  return request<AuthorizedAppAnswer>(base(organizationId), { method: "POST", body: input });
}

export function revokeAuthorizedApp(organizationId: string, authorizedAppId: string, reason: string) {
  return request<void>(`${base(organizationId)}/${authorizedAppId}/revoke`, {
    method: "POST",
    body: { reason },
  });
}
