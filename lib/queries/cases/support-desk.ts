import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  AccountCaseList,
  CaseNoteAnswer,
  CaseNoteList,
  LookAnswer,
  OpenLookRequest,
  SupportKeyList,
  SupportSearchResult,
  WriteCaseNoteRequest,
} from "../../contracts/support/support-desk";
import { request } from "../request";
import { supportQueryKeys } from "./support";

const accountPath = (accountId: string) => `/api/support/accounts/${accountId}`;
const notesPath = (caseId: string) => `/api/support/cases/${caseId}/notes`;

/** The cursor of a page as a query, with what else narrows the list. */
function pageOf(cursor: string | null, others: Readonly<Record<string, string>> = {}): string {
  return new URLSearchParams({ ...others, ...(cursor ? { cursor } : {}) }).toString();
}

export function supportSearchQuery(q: string) {
  return queryOptions({
    queryKey: [...supportQueryKeys.all, "search", q],
    queryFn: ({ signal }) =>
      request<SupportSearchResult>(`/api/support/search?${new URLSearchParams({ q })}`, { signal }),
  });
}

/** Says why an account is looked at, which opens it for an hour. */
export function openLookMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (body: OpenLookRequest) =>
      request<LookAnswer>(`${accountPath(accountId)}/looks`, { method: "POST", body }),
    retry: false,
  });
}

export function supportKeysQuery(accountId: string, q: string) {
  return infiniteQueryOptions({
    queryKey: [...supportQueryKeys.account(accountId), "keys", q],
    queryFn: ({ pageParam, signal }) =>
      request<SupportKeyList>(`${accountPath(accountId)}/keys?${pageOf(pageParam, { q })}`, { signal }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function accountCasesQuery(accountId: string) {
  return infiniteQueryOptions({
    queryKey: [...supportQueryKeys.account(accountId), "cases"],
    queryFn: ({ pageParam, signal }) =>
      request<AccountCaseList>(`${accountPath(accountId)}/cases?${pageOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export const caseNotesKey = (caseId: string) => [...supportQueryKeys.case(caseId), "notes"] as const;

export function caseNotesQuery(caseId: string) {
  return infiniteQueryOptions({
    queryKey: caseNotesKey(caseId),
    queryFn: ({ pageParam, signal }) =>
      request<CaseNoteList>(`${notesPath(caseId)}?${pageOf(pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function writeCaseNoteMutation(caseId: string) {
  return mutationOptions({
    mutationFn: (body: WriteCaseNoteRequest) =>
      request<CaseNoteAnswer>(notesPath(caseId), { method: "POST", body }),
    retry: false,
  });
}
