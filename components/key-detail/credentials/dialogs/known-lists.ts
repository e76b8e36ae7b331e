/**
 * What an answer says is put into the lists that the page has, so that it never says "was added" beside a list without it: asking
 * for the lists anew takes a while, and they may be asked for just now. Never before the answer.
 */
import type { QueryClient } from "@tanstack/react-query";

import type { KeyPair, RedirectUris } from "@/lib/contracts/keys/app-credentials";
import {
  clientSecretsQuery,
  keyPairsQuery,
  redirectUrisQuery,
  type RemovableKind,
} from "@/lib/queries/keys/app-credentials";

type App = { readonly accountId: string; readonly keyId: string };

/** Shows the list of redirect URIs as it was set. */
export function showRedirectUris(cache: QueryClient, { accountId, keyId }: App, set: RedirectUris): void {
  cache.setQueryData(redirectUrisQuery(accountId, keyId).queryKey, set);
}

/** Shows a key pair that was added. */
export function showKeyPair(cache: QueryClient, { accountId, keyId }: App, added: KeyPair): void {
  cache.setQueryData(keyPairsQuery(accountId, keyId).queryKey, (known) =>
    known ? { ...known, data: [...known.data.filter(({ id }) => id !== added.id), added] } : known,
  );
}

/** Shows the list without the credential that was removed. */
export function hideCredential(
  cache: QueryClient,
  { accountId, keyId }: App,
  removed: { readonly kind: RemovableKind; readonly id: string },
): void {
  if (removed.kind === "secrets") {
    cache.setQueryData(clientSecretsQuery(accountId, keyId).queryKey, (known) =>
      known ? { ...known, data: known.data.filter(({ id }) => id !== removed.id) } : known,
    );
  } else {
    cache.setQueryData(keyPairsQuery(accountId, keyId).queryKey, (known) =>
      known ? { ...known, data: known.data.filter(({ id }) => id !== removed.id) } : known,
    );
  }
}
