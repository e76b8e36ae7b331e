import { useMutation, useQueryClient, type UseMutationOptions } from "@tanstack/react-query";

import type { GoLiveAnswer } from "@/lib/contracts/go-live/go-live";
import { goLiveQuery } from "@/lib/queries/cases/go-live";
import { keyQueryKeys } from "@/lib/queries/keys/integration-keys";

export type GoLiveDialogProps = {
  readonly accountId: string;
  readonly keyId: string;
  readonly onClose: () => void;
};

/**
 * Runs a step of a key's way. The board shows its answer; everything else of the account is asked for anew, also after a
 * refusal, since what the page showed was not true any more.
 */
export function useGoLiveAct<V>(
  { accountId, keyId, onClose }: GoLiveDialogProps,
  options: UseMutationOptions<GoLiveAnswer, Error, V>,
) {
  const cache = useQueryClient();
  return useMutation({
    ...options,
    onSuccess: (answer) => {
      cache.setQueryData(goLiveQuery(accountId, keyId).queryKey, answer);
      onClose();
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keyQueryKeys.account(accountId) }),
  });
}
