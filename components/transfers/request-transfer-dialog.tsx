import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { RadioGroup } from "@/components/ui/fields/choice";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { TextArea, TextField } from "@/components/ui/fields/field";
import { useGo } from "@/components/ui/links/use-go";
import { supportCasePage, supportPage, transferPage } from "@/lib/addresses/pages";
import type { CredentialsAfter } from "@/lib/domain/transfers/transfer";
import {
  openTransferAsSupportMutation,
  openTransferMutation,
  transferQueryKeys,
} from "@/lib/queries/cases/transfers";

import { CredentialsChoice } from "./credentials-choice";
import { faultAt, TransferFailure } from "./transfer-failure";

type RequestTransferDialogProps = {
  readonly accountId: string;
  readonly accountName: string;
  /** Who opens it: an admin of the account, or support for whoever asked. */
  readonly by: "side" | "support";
  readonly onClose: () => void;
};

const FIELDS = ["/clientId", "/sourceAccountId", "/destinationAccountId", "/reason"];
type Direction = "from" | "to";

/** Opens a transfer: which app, from where to where, why, and what becomes of its credentials. */
export function RequestTransferDialog({ accountId, accountName, by, onClose }: RequestTransferDialogProps) {
  const formId = useId();
  const cache = useQueryClient();
  const { isGoing, go } = useGo();
  const [direction, setDirection] = useState<Direction>("from");
  const [credentials, setCredentials] = useState<CredentialsAfter>("keep");
  const open = useMutation({
    ...(by === "side" ? openTransferMutation(accountId) : openTransferAsSupportMutation()),
    onSuccess: async ({ transfer }) => {
      await cache.invalidateQueries({ queryKey: transferQueryKeys.all });
      if (by === "side") go(transferPage(accountId, transfer.id));
      else go(transfer.caseId === null ? supportPage() : supportCasePage(transfer.caseId));
    },
  });
  const isBusy = open.isPending || isGoing;
  const other = direction === "from" ? "/destinationAccountId" : "/sourceAccountId";
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Request transfer"
      description="An app gets another management account. A person of each side confirms it, then support carries it out."
      isDismissible={!isBusy}
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isBusy}>
            Open transfer
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
          const form = new FormData(event.currentTarget);
          const elsewhere = textOf(form, "otherAccountId");
          open.mutate({
            clientId: textOf(form, "clientId"),
            sourceAccountId: direction === "from" ? accountId : elsewhere,
            destinationAccountId: direction === "from" ? elsewhere : accountId,
            reason: textOf(form, "reason"),
            credentials,
          });
        }}
      >
        <RadioGroup
          legend="Direction"
          name="direction"
          value={direction}
          onChange={(value) => setDirection(value === "to" ? "to" : "from")}
          options={[
            { value: "from", label: `From ${accountName} to another account` },
            { value: "to", label: `From another account to ${accountName}` },
          ]}
        />
        <TextField
          label="App's GUID"
          name="clientId"
          required
          spellCheck={false}
          autoComplete="off"
          error={faultAt(open.error, "/clientId")}
          hint="It is on the app's page, and in every program that uses it."
        />
        <TextField
          label="Other account's id"
          name="otherAccountId"
          required
          spellCheck={false}
          autoComplete="off"
          error={faultAt(open.error, other)}
          hint="Its people find it under API Information, as Account id."
        />
        <TextArea
          label="Reason"
          name="reason"
          required
          maxLength={500}
          error={faultAt(open.error, "/reason")}
          hint="Both sides read it in the statement that they confirm."
        />
        <CredentialsChoice value={credentials} onChange={setCredentials} />
        <TransferFailure error={open.error} fields={FIELDS} />
      </form>
    </Dialog>
  );
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
