import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import type {
  Organization,
  OrganizationAccountList,
  OrganizationAnswer,
} from "../../contracts/accounts/organizations";
import { request } from "../request";

const base = (organizationId: string) => `/api/organizations/${organizationId}`;

export function organizationQuery(organizationId: string) {
  return queryOptions({
    queryKey: ["organizations", organizationId] as const,
    queryFn: ({ signal }) => request<OrganizationAnswer>(base(organizationId), { signal }),
  });
}

/** The accounts of an organization, of which the first page came with it. */
export function organizationAccountsQuery({
  id,
  accounts,
  nextCursor,
}: Pick<Organization, "id" | "accounts" | "nextCursor">) {
  return infiniteQueryOptions({
    queryKey: ["organizations", id, "accounts"] as const,
    queryFn: ({ pageParam, signal }) =>
      request<OrganizationAccountList>(
        `${base(id)}/accounts${pageParam === null ? "" : `?cursor=${pageParam}`}`,
        { signal },
      ),
    initialData: { pages: [{ data: accounts, nextCursor }], pageParams: [null] },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
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
