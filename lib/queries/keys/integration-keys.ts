import { infiniteQueryOptions, mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  CreatedKey,
  CreateKeyRequest,
  KeyAnswer,
  KeyCreators,
  KeyList,
  ReplaceKeyRequest,
  RevokeKeyRequest,
} from "../../contracts/keys/integration-keys";
import type { KeyCapacity } from "../../contracts/keys/key-capacity";
import { request } from "../request";

/** Filters of the list as the server takes them; empty ones are left out. */
export type KeyFilters = {
  readonly q?: string;
  readonly status?: string;
  readonly method?: string;
  readonly createdBy?: string;
};

const base = (accountId: string) => `/api/accounts/${accountId}/integration-keys`;

/** Prefixes for invalidation: everything about the keys of an account, or about one key. */
export const keyQueryKeys = {
  account: (accountId: string) => ["accounts", accountId, "integration-keys"] as const,
  lists: (accountId: string) => [...keyQueryKeys.account(accountId), "list"] as const,
  creators: (accountId: string) => [...keyQueryKeys.account(accountId), "creators"] as const,
  key: (accountId: string, keyId: string) => [...keyQueryKeys.account(accountId), "key", keyId] as const,
};

export function keyListQuery(accountId: string, filters: KeyFilters) {
  return infiniteQueryOptions({
    queryKey: [...keyQueryKeys.lists(accountId), filters],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams(
        Object.entries(filters).filter(([, value]) => value !== undefined && value !== ""),
      );
      if (pageParam) search.set("cursor", pageParam);
      const query = search.size > 0 ? `?${search}` : "";
      return request<KeyList>(`${base(accountId)}${query}`, { signal });
    },
    // The first page has no cursor.
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function keyCreatorsQuery(accountId: string) {
  return queryOptions({
    queryKey: keyQueryKeys.creators(accountId),
    queryFn: ({ signal }) => request<KeyCreators>(`${base(accountId)}/creators`, { signal }),
  });
}

/** How many keys there are, and how many there may be. */
export function keyCapacityQuery(accountId: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.account(accountId), "capacity"],
    queryFn: ({ signal }) => request<KeyCapacity>(`${base(accountId)}/capacity`, { signal }),
  });
}

export function keyQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: keyQueryKeys.key(accountId, keyId),
    queryFn: ({ signal }) => request<KeyAnswer>(`${base(accountId)}/${keyId}`, { signal }),
  });
}

/**
 * Creates a key. The answer holds the secret (R9), so this is no mutation of TanStack Query, whose cache would keep
 * it: the caller holds the answer in the state of the reveal dialog, and drops it with the dialog.
 */
export function createKey(
  accountId: string,
  body: CreateKeyRequest,
  idempotencyKey: string,
): Promise<CreatedKey> {
  return request<CreatedKey>(base(accountId), { method: "POST", body, idempotencyKey, keepsPage: true });
}

/** Replaces a key, whose answer no cache keeps: see {@link createKey}. */
export function replaceKey(
  accountId: string,
  keyId: string,
  body: ReplaceKeyRequest,
  idempotencyKey: string,
): Promise<CreatedKey> {
  return request<CreatedKey>(`${base(accountId)}/${keyId}/replace`, {
    method: "POST",
    body,
    idempotencyKey,
    keepsPage: true,
  });
}

/** Issues the secret of a production copy, whose answer no cache keeps: see {@link createKey}. */
export function issueKey(
  accountId: string,
  keyId: string,
  body: { readonly expiresAt: string },
  idempotencyKey: string,
): Promise<CreatedKey> {
  return request<CreatedKey>(`${base(accountId)}/${keyId}/issue`, {
    method: "POST",
    body,
    idempotencyKey,
    keepsPage: true,
  });
}

export function revokeKeyMutation(accountId: string, keyId: string) {
  return mutationOptions({
    mutationFn: (body: RevokeKeyRequest) =>
      request<KeyAnswer>(`${base(accountId)}/${keyId}/revoke`, { method: "POST", body }),
    retry: false,
  });
}
