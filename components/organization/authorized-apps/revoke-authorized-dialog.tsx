import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialogs/dialog";
import { TextField } from "@/components/ui/fields/field";
import type { AuthorizedApp } from "@/lib/contracts/accounts/authorized-apps";
import { count } from "@/lib/domain/format/numbers";
import { authorizedAppsQuery, revokeAuthorizedApp } from "@/lib/queries/accounts/authorized-apps";

type RevokeAuthorizedDialogProps = {
  readonly organization: { readonly id: string; readonly name: string };
  readonly authorized: AuthorizedApp;
  /** @param done what was done, in a sentence; nothing if the dialog was left */
  readonly onClose: (done?: string) => void;
};

/** Takes back what the organization lets an app do, after saying what stops. */
export function RevokeAuthorizedDialog({ organization, authorized, onClose }: RevokeAuthorizedDialogProps) {
  const { id, app, people } = authorized;
  const cache = useQueryClient();
  const { queryKey } = authorizedAppsQuery(organization.id);
  const [reason, setReason] = useState("");
  const revoke = useMutation({
    mutationFn: () => revokeAuthorizedApp(organization.id, id, reason),
    retry: false,
    onSuccess: () => onClose(`${app.name} acts for nobody by ${organization.name} any more.`),
    onSettled: () => cache.invalidateQueries({ queryKey }),
  });
  return (
    <Dialog
      isOpen
      onClose={() => onClose()}
      title={`Revoke ${app.name}`}
      isDismissible={!revoke.isPending}
      footer={
        <>
          <Button onClick={() => onClose()} disabled={revoke.isPending}>
            Keep
          </Button>
          <Button type="submit" form="revoke-authorized" variant="danger" isBusy={revoke.isPending}>
            Revoke app
          </Button>
        </>
      }
    >
      <form
        id="revoke-authorized"
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!revoke.isPending) revoke.mutate();
        }}
      >
        <Callout tone="caution" title={stopsFor(people)}>
          <p>
            {`All tokens of ${app.name} that rest on this end at once, and its next request for any of these people is refused. It then has to ask each of them. Whoever let it act themselves is not concerned.`}
          </p>
        </Callout>
        <TextField
          label="Reason"
          name="reason"
          maxLength={500}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={revoke.error?.message}
        />
      </form>
    </Dialog>
  );
}

function stopsFor(people: number): string {
  return people === 0
    ? "It acts for nobody yet, and can’t begin to"
    : `It stops for ${count(people, "person", "people")}`;
}
