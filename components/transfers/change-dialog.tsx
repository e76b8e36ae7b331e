import { useId, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { TextArea } from "@/components/ui/fields/field";
import type { Transfer } from "@/lib/contracts/accounts/transfers";
import { changeTransferMutation } from "@/lib/queries/cases/transfers";

import { CredentialsChoice } from "./credentials-choice";
import { faultAt, TransferFailure } from "./transfer-failure";
import { useTransferAct } from "./use-transfer-act";

type ChangeDialogProps = {
  readonly transfer: Transfer;
  readonly onClose: () => void;
};

/** Changes why an app is moved and what becomes of its credentials; both sides confirm the new statement (S3). */
export function ChangeDialog({ transfer, onClose }: ChangeDialogProps) {
  const formId = useId();
  const act = useTransferAct(transfer.id, changeTransferMutation(transfer.id));
  const [reason, setReason] = useState(transfer.reason);
  const [credentials, setCredentials] = useState(transfer.credentials);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Change the transfer"
      description={
        transfer.confirmations.length === 0
          ? "The statement that both sides confirm changes with it, and they have 14 days anew."
          : "The statement changes with it: whoever has confirmed it confirms the new one, within 14 days."
      }
      isDismissible={!act.isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={act.isPending}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" isBusy={act.isPending}>
            Change transfer
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ reason: reason.trim(), credentials }, { onSuccess: onClose });
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
          hint="Both sides read it in the statement that they confirm."
        />
        <CredentialsChoice value={credentials} onChange={setCredentials} />
        <TransferFailure error={act.error} fields={["/reason"]} />
      </form>
    </Dialog>
  );
}
