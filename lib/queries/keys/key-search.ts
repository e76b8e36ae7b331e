import { queryOptions } from "@tanstack/react-query";

import type { KeyList } from "../../contracts/keys/integration-keys";
import { keyQueryKeys } from "./integration-keys";
import { request } from "../request";

const SHOWN = 8;

/** The first few keys of an account whose name or GUID fits. */
export function keySearchQuery(accountId: string, text: string) {
  return queryOptions({
    queryKey: [...keyQueryKeys.account(accountId), "search", text],
    queryFn: ({ signal }) => {
      const search = new URLSearchParams({ q: text, limit: String(SHOWN) });
      return request<KeyList>(`/api/accounts/${accountId}/integration-keys?${search}`, { signal });
    },
  });
}
