import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { TextField } from "@/components/ui/fields/field";
import { readRedirectUris } from "@/lib/domain/apps/redirect-uri";
import { redirectUrisQuery, setRedirectUris } from "@/lib/queries/keys/app-credentials";

import { AdditionDialog } from "./addition-dialog";
import type { CredentialDialogProps } from "./dialog-props";
import { showRedirectUris } from "./known-lists";
import { faultAt, useAddition } from "./use-addition";

/** One more address to come back to. What is wrong with it is said at the field, with the rule. */
export function AddRedirectUriDialog({ app, accountId, onClose }: CredentialDialogProps) {
  const cache = useQueryClient();
  const { isBusy, failure, add } = useAddition(accountId, app.id);
  const [fault, setFault] = useState<string | undefined>();
  const submit = async (text: string) => {
    setFault(undefined);
    const reading = await add(async () => {
      // A colleague may have changed the list, which is set as a whole.
      const { redirectUris: previous } = await cache.query({
        ...redirectUrisQuery(accountId, app.id),
        staleTime: 0,
      });
      const read = readRedirectUris([...previous, text]);
      if (!read.ok) return read;
      const set = await setRedirectUris(accountId, app.id, { redirectUris: read.uris, previous });
      showRedirectUris(cache, { accountId, keyId: app.id }, set);
      return read;
    });
    if (reading?.ok === false) setFault(reading.detail);
    if (reading?.ok) onClose(`${reading.uris.at(-1) ?? ""} was added.`);
  };
  return (
    <AdditionDialog
      title="Add a redirect URI"
      description="Requests that name it work from then on."
      action="Add redirect URI"
      isBusy={isBusy}
      fault={fault}
      failure={failure}
      ifUnsure="Look at the list before you try again."
      field="redirectUri"
      onSubmit={submit}
      onClose={() => onClose()}
    >
      <TextField
        label="Redirect URI"
        name="redirectUri"
        required
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        translate="no"
        placeholder="https://app.example.com/callback"
        error={fault ?? faultAt(failure, "/redirectUris")}
        hint="The whole address, as browsers write it: no fragment, no wildcard. http is for this computer alone (localhost, 127.0.0.1, [::1]), where the port may differ."
        className="[&_input]:font-mono [&_input]:text-sm"
      />
    </AdditionDialog>
  );
}
