import { useSuspenseQuery } from "@tanstack/react-query";

import { useNow } from "@/components/ui/use-now";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";
import { keyQuery } from "@/lib/queries/keys/integration-keys";
import { notBefore } from "@/lib/domain/time/not-before";

const REFRESH_MS = 5_000;

/** The key of the page, kept current while the page is looked at. The page has put it into the cache. */
export function useKey(accountId: string, keyId: string): IntegrationKey {
  const { data } = useSuspenseQuery({ ...keyQuery(accountId, keyId), refetchInterval: REFRESH_MS });
  return data.key;
}

/** The page's clock, never behind what is known to have happened to the key. @param start ISO 8601, from the server */
export function useKeyNow(start: string, key: IntegrationKey): string {
  return notBefore(useNow(start), key.createdAt, key.revokedAt, key.replacedAt, key.lastCallAt);
}
