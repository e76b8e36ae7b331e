import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  AccessRequest,
  ChangeAccountRequest,
  DeclineCaseRequest,
  GrantCaseRequest,
  RequestAccessRequest,
  SupportAccountAnswer,
  SupportCaseAnswer,
  SupportCaseList,
} from "../../contracts/support/support";
import type { CaseAssignment, CaseKind } from "../../domain/support/cases";
import { request } from "../request";

const accessPath = (accountId: string) => `/api/accounts/${accountId}/access-request`;

export const accessRequestKey = (accountId: string) => ["accounts", accountId, "access-request"] as const;

export function accessRequestQuery(accountId: string) {
  return queryOptions({
    queryKey: accessRequestKey(accountId),
    queryFn: ({ signal }) => request<AccessRequest>(accessPath(accountId), { signal }),
  });
}

export function requestAccessMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (body: RequestAccessRequest) =>
      request<AccessRequest>(accessPath(accountId), { method: "POST", body }),
    retry: false,
  });
}

/** Prefixes for invalidation. */
export const supportQueryKeys = {
  all: ["support"] as const,
  cases: ["support", "cases"] as const,
  case: (caseId: string) => ["support", "case", caseId] as const,
  account: (accountId: string) => ["support", "account", accountId] as const,
};

/** Which cases a list shows; what is left out may be any. */
export type CaseFilters = {
  readonly status: "open" | "closed";
  readonly kind?: CaseKind;
  readonly assigned?: CaseAssignment;
};

export function caseListQuery(filters: CaseFilters) {
  return infiniteQueryOptions({
    queryKey: [...supportQueryKeys.cases, filters],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ ...filters, ...(pageParam ? { cursor: pageParam } : {}) });
      return request<SupportCaseList>(`/api/support/cases?${query}`, { signal });
    },
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function supportCaseQuery(caseId: string) {
  return queryOptions({
    queryKey: supportQueryKeys.case(caseId),
    queryFn: ({ signal }) => request<SupportCaseAnswer>(`/api/support/cases/${caseId}`, { signal }),
  });
}

export function supportAccountQuery(accountId: string) {
  return queryOptions({
    queryKey: supportQueryKeys.account(accountId),
    queryFn: ({ signal }) => request<SupportAccountAnswer>(`/api/support/accounts/${accountId}`, { signal }),
  });
}

export function grantCaseMutation(caseId: string) {
  return mutationOptions({
    mutationFn: (body: GrantCaseRequest) =>
      request<SupportCaseAnswer>(`/api/support/cases/${caseId}/grant`, { method: "POST", body }),
    retry: false,
  });
}

export function declineCaseMutation(caseId: string) {
  return mutationOptions({
    mutationFn: (body: DeclineCaseRequest) =>
      request<SupportCaseAnswer>(`/api/support/cases/${caseId}/decline`, { method: "POST", body }),
    retry: false,
  });
}

export function assignCaseMutation(caseId: string) {
  return mutationOptions({
    mutationFn: () => request<SupportCaseAnswer>(`/api/support/cases/${caseId}/assign`, { method: "POST" }),
    retry: false,
  });
}

/** @param caseId the case in which it is done, where there is one */
export function changeAccountMutation(accountId: string, caseId?: string) {
  return mutationOptions({
    mutationFn: (body: ChangeAccountRequest) =>
      request<SupportAccountAnswer>(`/api/support/accounts/${accountId}`, {
        method: "PATCH",
        body: caseId === undefined ? body : { ...body, caseId },
      }),
    retry: false,
  });
}
