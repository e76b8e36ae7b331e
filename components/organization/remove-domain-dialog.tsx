import { useMutation, useQueryClient } from "@tanstack/react-query";

import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { ErrorState } from "@/components/ui/states";
import type { ClaimedDomain } from "@/lib/contracts/accounts/organizations";
import { organizationQuery, removeDomain } from "@/lib/queries/accounts/organizations";
import { failureOf } from "@/lib/queries/failure";

type RemoveDomainDialogProps = {
  readonly organizationId: string;
  readonly domain: ClaimedDomain;
  /** @param done what was done, in a sentence; nothing if the dialog was left */
  readonly onClose: (done?: string) => void;
};

/** Gives up a claim, after saying what ends with it. */
export function RemoveDomainDialog({ organizationId, domain, onClose }: RemoveDomainDialogProps) {
  const cache = useQueryClient();
  const { queryKey } = organizationQuery(organizationId);
  const removal = useMutation({
    mutationFn: () => removeDomain(organizationId, domain.id),
    retry: false,
    onSuccess: (answer) => {
      cache.setQueryData(queryKey, answer);
      onClose(`The claim of ${domain.domain} is given up.`);
    },
    onError: () => cache.invalidateQueries({ queryKey }),
  });
  const isHeld = domain.status === "verified" || domain.status === "lapsing";
  return (
    <Dialog
      isOpen
      onClose={() => onClose()}
      title={`Remove ${domain.domain}`}
      isDismissible={!removal.isPending}
      footer={
        <>
          <Button onClick={() => onClose()} disabled={removal.isPending}>
            Keep claim
          </Button>
          <Button variant="danger" isBusy={removal.isPending} onClick={() => removal.mutate()}>
            Remove domain
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {isHeld ? (
          <Callout tone="caution" title="What rests on this domain ends at once">
            <p>
              No organization admin can stand in for an account by it any more, authorized apps stop acting
              for people with an address of it, and another organization can prove it. Claimed again, it gets
              another record.
            </p>
          </Callout>
        ) : (
          <p>Nothing rests on this claim. Claimed again, the domain gets another record.</p>
        )}
        {removal.error ? <ErrorState {...failureOf(removal.error, "Nothing was removed")} /> : null}
      </div>
    </Dialog>
  );
}
