import { useId, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { TextArea } from "@/components/ui/fields/field";
import type { Transfer } from "@/lib/contracts/accounts/transfers";
import { endTransferMutation, type TransferEnd } from "@/lib/queries/cases/transfers";

import { faultAt, TransferFailure } from "./transfer-failure";
import { useTransferAct } from "./use-transfer-act";

type EndDialogProps = {
  readonly transfer: Transfer;
  readonly end: TransferEnd;
  /** A reason to begin with, where the page has one to give. */
  readonly givenReason?: string;
  readonly onClose: () => void;
};

const LABELS: Record<TransferEnd, string> = {
  decline: "Decline",
  withdraw: "Withdraw",
  withdraw_as_support: "Withdraw",
  undo: "Undo",
};

/** Declines, withdraws or undoes a transfer, and says why to both sides. */
export function EndDialog({ transfer, end, givenReason = "", onClose }: EndDialogProps) {
  const formId = useId();
  const label = LABELS[end];
  const isSupport = end === "withdraw_as_support" || end === "undo";
  const act = useTransferAct(
    transfer.id,
    endTransferMutation(transfer.id, end),
    isSupport ? "support" : "side",
  );
  const [reason, setReason] = useState(givenReason);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${label} the transfer`}
      description={
        end === "undo"
          ? `The app goes back to ${transfer.source.name}, once and at once. Secrets and key pairs that ${transfer.destination.name} has added since are revoked, and redirect URIs and Implicit are as they were.`
          : `${transfer.source.name} manages the app as before. Another transfer can be requested.`
      }
      isDismissible={!act.isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={act.isPending}>
            Not now
          </Button>
          <Button type="submit" form={formId} variant="primary" isBusy={act.isPending}>
            {label}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ reason: reason.trim() }, { onSuccess: onClose });
        }}
      >
        <TextArea
          label="Reason"
          name="reason"
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={faultAt(act.error, "/reason")}
          hint="The admins of both accounts read it."
        />
        <TransferFailure error={act.error} fields={["/reason"]} />
      </form>
    </Dialog>
  );
}
