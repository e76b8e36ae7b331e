import type { UseMutationOptions } from "@tanstack/react-query";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import type { GoLiveAnswer } from "@/lib/contracts/go-live/go-live";
import { withdrawMigrationMutation, withdrawReviewMutation } from "@/lib/queries/cases/go-live";

import { StepFailure } from "./step-failure";
import { useGoLiveAct, type GoLiveDialogProps } from "./use-go-live-act";

/** Takes the request for migration back. */
export function WithdrawDialog(props: GoLiveDialogProps) {
  return (
    <Withdrawal {...props} mutation={withdrawMigrationMutation(props.accountId, props.keyId)}>
      Support decides no more, and its case is closed. The review stays good until it expires: the migration
      can be requested again until then.
    </Withdrawal>
  );
}

/** Takes the request for a review back. */
export function WithdrawReviewDialog(props: GoLiveDialogProps) {
  return (
    <Withdrawal {...props} mutation={withdrawReviewMutation(props.accountId, props.keyId)}>
      Support looks no more, and its case is closed. The review counts as not passed, and can be requested
      again at any time.
    </Withdrawal>
  );
}

type WithdrawalProps = GoLiveDialogProps & {
  readonly mutation: UseMutationOptions<GoLiveAnswer>;
  readonly children: string;
};

function Withdrawal({ mutation, children, ...props }: WithdrawalProps) {
  const { onClose } = props;
  const act = useGoLiveAct(props, mutation);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Withdraw the request"
      isDismissible={!act.isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={act.isPending}>
            Keep request
          </Button>
          <Button variant="primary" isBusy={act.isPending} onClick={() => act.mutate()}>
            Withdraw
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>{children}</p>
        <StepFailure error={act.error} />
      </div>
    </Dialog>
  );
}
