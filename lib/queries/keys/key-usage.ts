import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import type {
  CallList,
  KeyActivity,
  KeyCallers,
  KeyRotationAnswer,
  KeyUsage,
  ScopeUses,
} from "../../contracts/keys/key-usage";
import type { KeyList } from "../../contracts/keys/integration-keys";
import type { CallQuota } from "../../contracts/keys/call-quota";
import type { KeyKnocksAnswer } from "../../contracts/keys/key-knocks";
import type { RevocationReceiptAnswer } from "../../contracts/keys/revocation-receipt";
import { keyQueryKeys } from "./integration-keys";
import { request } from "../request";

/** Calls appear on the page within a second; TanStack Query stops asking while the page is hidden. */
const LIVE_MS = 1_000;
const LIVE_PAGE = 100;
/** How many of the newest keys the overview of an account shows. */
export const LATEST_KEYS = 5;
const LATEST_MS = 5_000;
const QUOTA_MS = 5_000;

/** Filters of the calls as they stand in the URL. */
export type CallFilters = { readonly verdict?: string; readonly from?: string; readonly to?: string };
export type UsageFilters = { readonly range?: string; readonly from?: string; readonly to?: string };

function address(accountId: string, keyId: string, what: string, search: Record<string, string | undefined>) {
  const given = Object.entries(search).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const query = new URLSearchParams(given);
  return `/api/accounts/${accountId}/integration-keys/${keyId}/${what}${query.size > 0 ? `?${query}` : ""}`;
}

/** The history of calls, page by page towards the past. */
export function callsQuery(accountId: string, keyId: string, filters: CallFilters) {
  return infiniteQueryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "calls", filters],
    queryFn: ({ pageParam, signal }) =>
      request<CallList>(address(accountId, keyId, "calls", { ...filters, cursor: pageParam ?? undefined }), {
        signal,
      }),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** The newest calls, asked for again and again: what has come since the history was loaded. */
export function liveCallsQuery(accountId: string, keyId: string, filters: CallFilters) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "live-calls", filters],
    queryFn: ({ signal }) =>
      request<CallList>(address(accountId, keyId, "calls", { ...filters, limit: String(LIVE_PAGE) }), {
        signal,
      }),
    refetchInterval: LIVE_MS,
  });
}

export function usageQuery(accountId: string, keyId: string, filters: UsageFilters) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "usage", filters],
    queryFn: ({ signal }) => request<KeyUsage>(address(accountId, keyId, "usage", filters), { signal }),
    refetchInterval: LIVE_MS,
  });
}

/** The newest keys of an account, with how they are used. */
export function latestKeysQuery(accountId: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.account(accountId), "latest"],
    queryFn: ({ signal }) =>
      request<KeyList>(`/api/accounts/${accountId}/integration-keys?limit=${LATEST_KEYS}`, { signal }),
    refetchInterval: LATEST_MS,
  });
}

/** How much of the hourly limit is used: of the account's, and by the key, where one is named. */
export function callQuotaQuery(accountId: string, keyId: string | null) {
  const ofKey = keyId === null ? null : address(accountId, keyId, "call-quota", {});
  return queryOptions({
    queryKey:
      keyId === null
        ? ["accounts", accountId, "call-quota"]
        : [...keyQueryKeys.key(accountId, keyId), "call-quota"],
    queryFn: ({ signal }) => request<CallQuota>(ofKey ?? `/api/accounts/${accountId}/call-quota`, { signal }),
    refetchInterval: QUOTA_MS,
  });
}

/** The callers of the last 24 hours. */
export function callersQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "callers"],
    queryFn: ({ signal }) => request<KeyCallers>(address(accountId, keyId, "callers", {}), { signal }),
  });
}

/** Who still calls with a key that was replaced. */
export function stillCallingQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "still-calling"],
    queryFn: ({ signal }) =>
      request<KeyCallers>(address(accountId, keyId, "callers", { since: "replacement" }), { signal }),
    refetchInterval: LATEST_MS,
  });
}

/** How far the change to the new key has come. */
export function rotationQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "rotation"],
    queryFn: ({ signal }) =>
      request<KeyRotationAnswer>(address(accountId, keyId, "rotation", {}), { signal }),
    refetchInterval: LATEST_MS,
  });
}

/** Who calls in vain. */
export function knocksQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "knocks"],
    queryFn: ({ signal }) => request<KeyKnocksAnswer>(address(accountId, keyId, "knocks", {}), { signal }),
  });
}

/** What the record says about the end of a key. */
export function receiptQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "revocation-receipt"],
    queryFn: ({ signal }) =>
      request<RevocationReceiptAnswer>(revocationReceiptAddress(accountId, keyId), { signal }),
  });
}

/** Where the receipt is to be had as JSON. */
export function revocationReceiptAddress(accountId: string, keyId: string): string {
  return address(accountId, keyId, "revocation-receipt", {});
}

export function scopeUsesQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "scope-uses"],
    queryFn: ({ signal }) => request<ScopeUses>(address(accountId, keyId, "scope-uses", {}), { signal }),
  });
}

export function keyActivityQuery(accountId: string, keyId: string) {
  return infiniteQueryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "activity"],
    queryFn: ({ pageParam, signal }) =>
      request<KeyActivity>(
        address(accountId, keyId, "activity", { cursor: pageParam === null ? undefined : String(pageParam) }),
        { signal },
      ),
    // The first page has no cursor.
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
