import { queryOptions } from "@tanstack/react-query";

import type { OrganizationAnswer } from "../contracts/organizations";
import { request } from "./request";

const base = (organizationId: string) => `/api/organizations/${organizationId}`;

export function organizationQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["organizations", organizationId] as const,
    queryFn: ({ signal }) => request<OrganizationAnswer>(base(organizationId), { signal }),
  });
}

export function claimDomain(organizationId: string, domain: string) {
  return request<OrganizationAnswer>(`${base(organizationId)}/domains`, { method: "POST", body: { domain } });
}

export function verifyDomain(organizationId: string, domainId: string) {
  return request<OrganizationAnswer>(`${base(organizationId)}/domains/${domainId}/verify`, {
    method: "POST",
  });
}

export function removeDomain(organizationId: string, domainId: string) {
  return request<OrganizationAnswer>(`${base(organizationId)}/domains/${domainId}`, { method: "DELETE" });
}
