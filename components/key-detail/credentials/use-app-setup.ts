import { useQuery } from "@tanstack/react-query";

import type { ClientSecret, KeyPair } from "@/lib/contracts/keys/app-credentials";
import { clientSecretsQuery, keyPairsQuery, redirectUrisQuery } from "@/lib/queries/keys/app-credentials";

export type AppLists = {
  readonly secrets: readonly ClientSecret[];
  readonly keyPairs: readonly KeyPair[];
  readonly redirectUris: readonly string[];
};

type AppSetupState = {
  /** Null until all lists are there. */
  readonly lists: AppLists | null;
  readonly error: Error | null;
  readonly retry: () => void;
};

/** What the app is set up with, kept current while the page is looked at. */
export function useAppSetup(accountId: string, keyId: string): AppSetupState {
  const secrets = useQuery(clientSecretsQuery(accountId, keyId));
  const keyPairs = useQuery(keyPairsQuery(accountId, keyId));
  const redirectUris = useQuery(redirectUrisQuery(accountId, keyId));
  return {
    lists:
      secrets.data && keyPairs.data && redirectUris.data
        ? {
            secrets: secrets.data.data,
            keyPairs: keyPairs.data.data,
            redirectUris: redirectUris.data.redirectUris,
          }
        : null,
    error: secrets.error ?? keyPairs.error ?? redirectUris.error,
    retry: () => {
      for (const query of [secrets, keyPairs, redirectUris]) void query.refetch();
    },
  };
}
