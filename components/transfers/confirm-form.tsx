import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { TextArea, TextField } from "@/components/ui/fields/field";
import type { Transfer } from "@/lib/contracts/accounts/transfers";
import type { TransferSide } from "@/lib/domain/transfers/transfer";
import { confirmTransferMutation } from "@/lib/queries/cases/transfers";

import { faultAt, TransferFailure } from "./transfer-failure";
import { useTransferAct } from "./use-transfer-act";

type ConfirmFormProps = {
  readonly transfer: Transfer;
  readonly side: TransferSide;
  /** True for an organization admin, who says why. */
  readonly standsIn?: boolean;
};

/** Confirms for one side, in writing: the full name, under the statement that it is for. */
export function ConfirmForm({ transfer, side, standsIn = false }: ConfirmFormProps) {
  const confirm = useTransferAct(transfer.id, confirmTransferMutation(transfer.id));
  const [fullName, setFullName] = useState("");
  const [reason, setReason] = useState("");
  // What was read when the form was begun: the statement above is loaded anew while somebody types.
  const [readHash, setReadHash] = useState(transfer.statementHash);
  if (readHash !== transfer.statementHash) {
    return (
      <Callout tone="caution" title="The statement was changed">
        <p>Read it again. What you typed before would have been for another one.</p>
        <Button
          className="mt-2"
          onClick={() => {
            setFullName("");
            confirm.reset();
            setReadHash(transfer.statementHash);
          }}
        >
          I have read it
        </Button>
      </Callout>
    );
  }
  return (
    <form
      noValidate
      aria-label="Confirmation"
      className="flex max-w-120 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const why = standsIn ? { reason: reason.trim() } : {};
        confirm.mutate({ side, fullName, statementHash: readHash, ...why });
      }}
    >
      {standsIn ? (
        <TextArea
          label="Why you stand in"
          name="reason"
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={faultAt(confirm.error, "/reason")}
          hint="It stays with your confirmation, on the records of both accounts."
        />
      ) : null}
      <TextField
        label="Type your full name"
        name="fullName"
        autoComplete="off"
        maxLength={200}
        value={fullName}
        onChange={(event) => setFullName(event.currentTarget.value)}
        error={faultAt(confirm.error, "/fullName")}
        hint={`As your profile has it. You confirm the statement above for ${transfer[side].name}.`}
      />
      <TransferFailure error={confirm.error} fields={["/fullName", "/reason"]} />
      <Button type="submit" variant="primary" className="self-start" isBusy={confirm.isPending}>
        Confirm transfer
      </Button>
    </form>
  );
}
