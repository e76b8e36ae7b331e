import { useMutation, useQueryClient } from "@tanstack/react-query";

import { changeAccountMutation, supportQueryKeys } from "@/lib/queries/support";

/** Changes an account as support; afterwards everything about accounts and cases is asked for anew. */
export function useAccountChange(accountId: string) {
  const cache = useQueryClient();
  return useMutation({
    ...changeAccountMutation(accountId),
    onSuccess: (answer) => {
      cache.setQueryData(supportQueryKeys.account(accountId), answer);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: supportQueryKeys.all }),
  });
}

/** The reason in a form, and what is wrong with it. */
export function readReason(form: HTMLFormElement): { readonly reason: string; readonly fault?: string } {
  const entry = new FormData(form).get("reason");
  const reason = typeof entry === "string" ? entry.trim() : "";
  return reason === "" ? { reason, fault: "Say why. The account sees it in its audit log." } : { reason };
}
