import { useId, useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { RadioGroup } from "@/components/ui/fields/choice";
import { TextArea } from "@/components/ui/fields/field";
import { Dialog } from "@/components/ui/dialogs/dialog";
import type { GoLive } from "@/lib/contracts/go-live/go-live";
import { MIGRATION_NOTE_MAX_LENGTH } from "@/lib/domain/go-live/journey";
import { requestMigrationMutation } from "@/lib/queries/cases/go-live";

import { faultAt, StepFailure } from "./step-failure";
import { useGoLiveAct, type GoLiveDialogProps } from "./use-go-live-act";

type Props = GoLiveDialogProps & { readonly destinations: GoLive["destinations"] };

/** Asks for the migration: into which production account, and what comes of it. */
export function RequestMigrationDialog({ destinations, ...props }: Props) {
  const { accountId, keyId, onClose } = props;
  const formId = useId();
  const ask = useGoLiveAct(props, requestMigrationMutation(accountId, keyId));
  const [chosen, setChosen] = useState(destinations[0]?.id ?? "");
  const fault = faultAt(ask.error, "/accountId");
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Request migration to production"
      description="Once it is granted, a copy of this key with the same GUID is made in the production account."
      isDismissible={!ask.isPending}
      footer={
        <>
          <Button onClick={onClose} disabled={ask.isPending}>
            Not yet
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isBusy={ask.isPending}
            disabled={destinations.length === 0}
          >
            Send request
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const note = new FormData(event.currentTarget).get("note");
          const words = typeof note === "string" ? note.trim() : "";
          ask.mutate({ accountId: chosen, ...(words === "" ? {} : { note: words }) });
        }}
      >
        {destinations.length === 0 ? (
          <p>
            No production account will do: you have to be an admin of one that is active, on the Enterprise
            plan, and has integration keys enabled.
          </p>
        ) : (
          <RadioGroup
            legend="Production account"
            name="accountId"
            value={chosen}
            onChange={setChosen}
            options={destinations.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {fault ? (
          <p role="alert" className="text-sm text-danger">
            {fault}
          </p>
        ) : null}
        {destinations.length === 0 ? null : (
          <TextArea
            label="Note to whoever decides (optional)"
            name="note"
            maxLength={MIGRATION_NOTE_MAX_LENGTH}
            error={faultAt(ask.error, "/note")}
            hint="Support reads it beside the evidence, and admins of both accounts in their audit log."
          />
        )}
        <p className="text-sm text-muted">
          The copy begins without secrets, key pairs and redirect URIs; they are set there anew. This sandbox
          key goes on working here.
        </p>
        <StepFailure error={ask.error} />
      </form>
    </Dialog>
  );
}
