import { QueryClient } from "@tanstack/react-query";

import { RequestError } from "./request";

const FRESH_MILLISECONDS = 10_000;

/** Refusals are answers; only what may come right by itself is asked again. */
function mayComeRight(error: Error): boolean {
  return !(error instanceof RequestError) || error.status === 0 || error.status >= 502;
}

/** The client of one page load, on the server of one request. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MILLISECONDS,
        retry: (failures, error) => failures < 2 && mayComeRight(error),
      },
      mutations: { retry: false },
    },
  });
}
