import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { Explanation, ExplainRequest } from "../../contracts/keys/explain";
import { keyQueryKeys } from "./integration-keys";
import { request } from "../request";

/** Why the gate would let a request through or refuse it. The question holds no secret, so it may be a query's key. */
export function explainQuery(accountId: string, keyId: string, question: ExplainRequest) {
  return queryOptions({
    queryKey: [...keyQueryKeys.key(accountId, keyId), "explanation", question],
    queryFn: ({ signal }) =>
      request<Explanation>(`/api/accounts/${accountId}/integration-keys/${keyId}/explain`, {
        method: "POST",
        body: question,
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}
