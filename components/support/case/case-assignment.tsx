import { useMutation, useQueryClient } from "@tanstack/react-query";

import { Button } from "@/components/ui/buttons/button";
import type { SupportCase } from "@/lib/contracts/support/support";
import { assignCaseMutation, supportQueryKeys } from "@/lib/queries/cases/support";

import { LoadFailure } from "../load-failure";

/** Who of support answers the case, and a way to be that. */
export function CaseAssignment({ entry }: { readonly entry: SupportCase }) {
  const cache = useQueryClient();
  const assign = useMutation({
    ...assignCaseMutation(entry.id),
    onSuccess: (answer) => {
      cache.setQueryData(supportQueryKeys.case(entry.id), answer);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: supportQueryKeys.all }),
  });
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span>
          {entry.assignedTo ? `Assigned to ${entry.assignedTo.name}.` : "Nobody has taken this on."}
        </span>
        <Button isBusy={assign.isPending} onClick={() => assign.mutate()}>
          Assign to me
        </Button>
      </div>
      {assign.error ? <LoadFailure error={assign.error} title="The case is as it was" /> : null}
    </div>
  );
}
