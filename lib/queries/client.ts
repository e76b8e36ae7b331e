import { MutationCache, QueryClient } from "@tanstack/react-query";

import { isOutcomeUnknown } from "./failure";
import { RequestError } from "./request";

const FRESH_MILLISECONDS = 10_000;

/** Refusals are answers; only what may come right by itself is asked again. */
function mayComeRight(error: Error): boolean {
  return !(error instanceof RequestError) || error.status === 0 || error.status >= 502;
}

/**
 * The client of one page load, on the server of one request. Without a network a change fails at once and is not kept for
 * later: nobody wants to have revoked a key an hour after the click. Whether one was made whose answer was lost is asked for,
 * and once the network is back all that is shown.
 */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    mutationCache: new MutationCache({
      onError: (error) => {
        if (isOutcomeUnknown(error)) void client.invalidateQueries();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MILLISECONDS,
        // What is not there yet says that it can't be reached, and is no grey shape for ever.
        networkMode: "always",
        refetchOnReconnect: "always",
        retry: (failures, error) => failures < 2 && mayComeRight(error),
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
  return client;
}
