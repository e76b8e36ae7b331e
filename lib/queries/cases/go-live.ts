import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";

import type { CarryOverAnswer } from "../../contracts/go-live/carry-over";
import type { GoLiveAnswer, GoLiveList } from "../../contracts/go-live/go-live";
import type { RequestMigrationInput, RequestReviewInput } from "../../contracts/go-live/go-live-requests";
import { keyQueryKeys } from "../keys/integration-keys";
import { request } from "../request";

/** A call at the gate is on the board within two seconds, its way there included; not asked for while the page is hidden. */
const LIVE_MS = 1_000;

const address = (accountId: string, keyId: string) =>
  `/api/accounts/${accountId}/integration-keys/${keyId}/go-live`;

/** How far a sandbox key is on its way to production; asked for again and again until it is live. */
export function goLiveQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "go-live"],
    queryFn: ({ signal }) => request<GoLiveAnswer>(address(accountId, keyId), { signal }),
    refetchInterval: ({ state }) => (state.data?.goLive.state === "live" ? false : LIVE_MS),
  });
}

/** A part of the plan is seen as done soon after it was. */
const PLAN_MS = 5_000;

/** What is left to be set again in production; asked for again until nothing is. */
export function carryOverQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "carry-over"],
    queryFn: ({ signal }) =>
      request<CarryOverAnswer>(`/api/accounts/${accountId}/integration-keys/${keyId}/carry-over`, { signal }),
    refetchInterval: ({ state }) => (state.data?.carryOver?.isDone === false ? PLAN_MS : false),
  });
}

const LIST_MS = 10_000;
/** Somebody who has looked up older keys than these looks for one, and would have all pages asked for again. */
const LIVE_PAGES = 3;

/** How far the keys of an account are, page by page from the newest one. @param q what they are found by; empty for all */
export function goLiveListQuery(accountId: string, q: string) {
  return infiniteQueryOptions({
    queryKey: [...keyQueryKeys.account(accountId), "go-live", q],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams(q === "" ? {} : { q });
      if (pageParam !== null) search.set("cursor", pageParam);
      if (pageParam !== null) search.set("limit", "50");
      const asked = search.size === 0 ? "" : `?${search.toString()}`;
      return request<GoLiveList>(`/api/accounts/${accountId}/go-live${asked}`, { signal });
    },
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > LIVE_PAGES ? false : LIST_MS),
  });
}

export function requestReviewMutation(accountId: string, keyId: string) {
  return mutationOptions({
    mutationFn: (body: RequestReviewInput) =>
      request<GoLiveAnswer>(`${address(accountId, keyId)}/review`, { method: "POST", body }),
    retry: false,
  });
}

export function withdrawReviewMutation(accountId: string, keyId: string) {
  return mutationOptions({
    mutationFn: () =>
      request<GoLiveAnswer>(`${address(accountId, keyId)}/review/withdraw`, { method: "POST" }),
    retry: false,
  });
}

export function requestMigrationMutation(accountId: string, keyId: string) {
  return mutationOptions({
    mutationFn: (body: RequestMigrationInput) =>
      request<GoLiveAnswer>(`${address(accountId, keyId)}/migration`, { method: "POST", body }),
    retry: false,
  });
}

export function withdrawMigrationMutation(accountId: string, keyId: string) {
  return mutationOptions({
    mutationFn: () =>
      request<GoLiveAnswer>(`${address(accountId, keyId)}/migration/withdraw`, { method: "POST" }),
    retry: false,
  });
}
