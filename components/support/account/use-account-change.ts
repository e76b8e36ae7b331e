import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useContext } from "react";

import { changeAccountMutation, supportQueryKeys } from "@/lib/queries/cases/support";

import { LookCase } from "../look/look-case";

/** Changes an account as support, in the case that it is looked at with; afterwards everything about accounts and cases is asked for anew. */
export function useAccountChange(accountId: string) {
  const cache = useQueryClient();
  const caseId = useContext(LookCase);
  return useMutation({
    ...changeAccountMutation(accountId, caseId),
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
