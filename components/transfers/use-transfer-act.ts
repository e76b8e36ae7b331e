import { useMutation, useQueryClient, type UseMutationOptions } from "@tanstack/react-query";

import type { TransferAnswer } from "@/lib/contracts/accounts/transfers";
import { supportQueryKeys } from "@/lib/queries/cases/support";
import { supportTransferQuery, transferQuery, transferQueryKeys } from "@/lib/queries/cases/transfers";

/**
 * Takes a step of a transfer. The page shows its answer; every transfer is asked for anew, also after a refusal, since what
 * the page showed was not true any more. Support's cases are too.
 */
export function useTransferAct<V>(
  transferId: string,
  options: UseMutationOptions<TransferAnswer, Error, V>,
  by: "side" | "support" = "side",
) {
  const cache = useQueryClient();
  const shown = by === "side" ? transferQuery(transferId) : supportTransferQuery(transferId);
  return useMutation({
    ...options,
    onSuccess: (answer) => {
      cache.setQueryData(shown.queryKey, answer);
    },
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: transferQueryKeys.all });
      if (by === "support") await cache.invalidateQueries({ queryKey: supportQueryKeys.all });
    },
  });
}
