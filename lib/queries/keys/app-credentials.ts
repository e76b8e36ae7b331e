import { mutationOptions, queryOptions } from "@tanstack/react-query";

import type {
  AddedKeyPair,
  AddedSecret,
  AddKeyPairRequest,
  AddSecretRequest,
  ClientSecretList,
  KeyPairList,
  RedirectUris,
  RemovalPreview,
} from "../../contracts/keys/app-credentials";
import type { CredentialUses } from "../../contracts/keys/credential-use";
import type { KeyAnswer } from "../../contracts/keys/integration-keys";
import { keyQueryKeys } from "./integration-keys";
import { request } from "../request";

/** What was used last is seen while one looks. */
const REFRESH_MS = 5_000;

const base = (accountId: string, keyId: string) => `/api/accounts/${accountId}/integration-keys/${keyId}`;

/** The prefix for invalidation: everything that an app is set up with. */
export function credentialsQueryKey(accountId: string, keyId: string) {
  return [...keyQueryKeys.key(accountId, keyId), "credentials"] as const;
}

export function clientSecretsQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...credentialsQueryKey(accountId, keyId), "secrets"],
    queryFn: ({ signal }) => request<ClientSecretList>(`${base(accountId, keyId)}/secrets`, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function keyPairsQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...credentialsQueryKey(accountId, keyId), "key-pairs"],
    queryFn: ({ signal }) => request<KeyPairList>(`${base(accountId, keyId)}/key-pairs`, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function redirectUrisQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...credentialsQueryKey(accountId, keyId), "redirect-uris"],
    queryFn: ({ signal }) => request<RedirectUris>(`${base(accountId, keyId)}/redirect-uris`, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** Calls are counted anew while one looks, less often: there may be very many. */
const USES_MS = 30_000;

/** How each credential is used, and since when it is quiet. */
export function credentialUsesQuery(accountId: string, keyId: string) {
  return queryOptions({
    queryKey: [...credentialsQueryKey(accountId, keyId), "uses"],
    queryFn: ({ signal }) => request<CredentialUses>(`${base(accountId, keyId)}/credential-uses`, { signal }),
    refetchInterval: USES_MS,
  });
}

/** Credentials that are removed one by one. */
export type RemovableKind = "secrets" | "key-pairs";

/** What stops with a credential, asked anew whenever a dialog opens: calls move on. */
export function removalPreviewQuery(accountId: string, keyId: string, kind: RemovableKind, id: string) {
  return queryOptions({
    queryKey: [...credentialsQueryKey(accountId, keyId), "removal-preview", kind, id],
    queryFn: ({ signal }) =>
      request<RemovalPreview>(`${base(accountId, keyId)}/${kind}/${id}/removal-preview`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Adds a client secret, whose answer no cache keeps: see `createKey`. */
export function addSecret(accountId: string, keyId: string, body: AddSecretRequest): Promise<AddedSecret> {
  return request<AddedSecret>(`${base(accountId, keyId)}/secrets`, { method: "POST", body });
}

/** Generates a key pair, or takes the public key that is named. No cache keeps the answer: see `createKey`. */
export function addKeyPair(accountId: string, keyId: string, body: AddKeyPairRequest): Promise<AddedKeyPair> {
  return request<AddedKeyPair>(`${base(accountId, keyId)}/key-pairs`, { method: "POST", body });
}

export function removeCredentialMutation(accountId: string, keyId: string, kind: RemovableKind, id: string) {
  return mutationOptions({
    mutationFn: () => request<undefined>(`${base(accountId, keyId)}/${kind}/${id}`, { method: "DELETE" }),
    retry: false,
  });
}

/** Sets the whole list of redirect URIs, unless it is another than the one that was changed. */
export function setRedirectUris(
  accountId: string,
  keyId: string,
  body: { readonly redirectUris: readonly string[]; readonly previous: readonly string[] },
): Promise<RedirectUris> {
  return request<RedirectUris>(`${base(accountId, keyId)}/redirect-uris`, { method: "PUT", body });
}

export function setImplicitMutation(accountId: string, keyId: string) {
  return mutationOptions({
    mutationFn: (isAllowed: boolean) =>
      request<KeyAnswer>(`${base(accountId, keyId)}/implicit`, { method: "PUT", body: { isAllowed } }),
    retry: false,
  });
}
