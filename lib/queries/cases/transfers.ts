import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  ChangeTransferInput,
  ConfirmTransferInput,
  OpenTransferInput,
  Transfer,
  TransferAnswer,
  TransferList,
} from "../../contracts/accounts/transfers";
import { request, RequestError } from "../request";

/** The other side, or support, acts while somebody looks. */
const CASE_MS = 5_000;

/** Prefixes for invalidation. */
export const transferQueryKeys = {
  all: ["transfers"] as const,
  list: (accountId: string) => ["transfers", "list", accountId] as const,
  one: (transferId: string) => ["transfers", "one", transferId] as const,
  /** As support sees it. */
  supported: (transferId: string) => ["transfers", "support", transferId] as const,
  ofOrganization: (organizationId: string) => ["transfers", "organization", organizationId] as const,
};

/** Transfers from and to an account, the latest first. */
export function transferListQuery(accountId: string) {
  return infiniteQueryOptions({
    queryKey: transferQueryKeys.list(accountId),
    queryFn: ({ pageParam, signal }) =>
      request<TransferList>(
        `/api/accounts/${accountId}/transfers${pageParam === null ? "" : `?cursor=${pageParam}`}`,
        { signal },
      ),
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** A transfer; asked for again while somebody else can take the next step. */
export function transferQuery(transferId: string) {
  return queryOptions({
    queryKey: transferQueryKeys.one(transferId),
    queryFn: ({ signal }) => request<TransferAnswer>(`/api/transfers/${transferId}`, { signal }),
    refetchInterval: ({ state }) => (isWaiting(state.data?.transfer) ? CASE_MS : false),
  });
}

/** True where support has looked for an hour, and has to say why again. */
export const isLookOver = (error: Error | null): boolean =>
  error instanceof RequestError && error.code === "look_needs_reason";

/** A transfer, for support. */
export function supportTransferQuery(transferId: string) {
  return queryOptions({
    queryKey: transferQueryKeys.supported(transferId),
    queryFn: ({ signal }) => request<TransferAnswer>(`/api/support/transfers/${transferId}`, { signal }),
    refetchInterval: ({ state }) =>
      isWaiting(state.data?.transfer) && !isLookOver(state.error) ? CASE_MS : false,
  });
}

/** The latest transfers from accounts of an organization that nobody in them can look after. */
export function organizationTransfersQuery(organizationId: string) {
  return queryOptions({
    queryKey: transferQueryKeys.ofOrganization(organizationId),
    queryFn: ({ signal }) =>
      request<TransferList>(`/api/organizations/${organizationId}/transfers`, { signal }),
  });
}

function isWaiting(transfer: Transfer | undefined): boolean {
  return transfer?.status === "open" || transfer?.status === "confirmed";
}

export function openTransferMutation(accountId: string) {
  return mutationOptions({
    mutationFn: (body: OpenTransferInput) =>
      request<TransferAnswer>(`/api/accounts/${accountId}/transfers`, { method: "POST", body }),
    retry: false,
  });
}

export function changeTransferMutation(transferId: string) {
  return mutationOptions({
    mutationFn: (body: ChangeTransferInput) =>
      request<TransferAnswer>(`/api/transfers/${transferId}`, { method: "PATCH", body }),
    retry: false,
  });
}

export function confirmTransferMutation(transferId: string) {
  return mutationOptions({
    mutationFn: (body: ConfirmTransferInput) =>
      request<TransferAnswer>(`/api/transfers/${transferId}/confirm`, { method: "POST", body }),
    retry: false,
  });
}

/** How a transfer ends before or after it is carried out, always with a reason. */
export type TransferEnd = "decline" | "withdraw" | "withdraw_as_support" | "undo";

const END_PATHS: Readonly<Record<TransferEnd, (transferId: string) => string>> = {
  decline: (id) => `/api/transfers/${id}/decline`,
  withdraw: (id) => `/api/transfers/${id}/withdraw`,
  withdraw_as_support: (id) => `/api/support/transfers/${id}/withdraw`,
  undo: (id) => `/api/transfers/${id}/undo`,
};

export function endTransferMutation(transferId: string, end: TransferEnd) {
  return mutationOptions({
    mutationFn: (body: { readonly reason: string }) =>
      request<TransferAnswer>(END_PATHS[end](transferId), { method: "POST", body }),
    retry: false,
  });
}

export function openTransferAsSupportMutation() {
  return mutationOptions({
    mutationFn: (body: OpenTransferInput) =>
      request<TransferAnswer>("/api/support/transfers", { method: "POST", body }),
    retry: false,
  });
}

export function carryOutTransferMutation(transferId: string) {
  return mutationOptions({
    mutationFn: () => request<TransferAnswer>(`/api/transfers/${transferId}/carry-out`, { method: "POST" }),
    retry: false,
  });
}
