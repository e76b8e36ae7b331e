import { useState } from "react";

import { keepSecret } from "@/components/ui/reveal/kept-secret";
import type { SecretWords } from "@/components/ui/reveal/secret-dialog";
import { clientEnvFile } from "@/components/key-detail/credentials/client-env-file";
import type { AddedSecret } from "@/lib/contracts/keys/app-credentials";
import { addSecret } from "@/lib/queries/keys/app-credentials";

import { AdditionDialog } from "./addition-dialog";
import type { CredentialDialogProps } from "./dialog-props";
import { NameField, nameFault } from "./name-field";
import { OneTimeSecret } from "./one-time-secret";
import { SecretExpiry } from "./secret-expiry";
import { faultAt, useAddition } from "./use-addition";

const WORDS: SecretWords = {
  title: "Save your client secret",
  label: "Client secret",
  copy: "Copy secret",
  stored: "I have stored this secret",
};

type Added = Pick<AddedSecret, "secret"> & { readonly value: string };

/** A new client secret: its name, perhaps its end, and the one showing of its value (R9). */
export function AddSecretDialog({ app, accountId, now, onClose }: CredentialDialogProps) {
  const { isBusy, failure, add } = useAddition(accountId, app.id);
  const [fault, setFault] = useState<string | undefined>();
  const [expiresAt, setExpiresAt] = useState("");
  const [added, setAdded] = useState<Added | null>(null);
  const submit = async (name: string) => {
    const found = nameFault(name);
    setFault(found);
    if (found) return;
    const body = { name, ...(expiresAt === "" ? {} : { expiresAt }) };
    const answer = await add(() => addSecret(accountId, app.id, body));
    // Without a value where it was answered before, which no request of this page is.
    if (!answer || answer.value === null) return;
    keepSecret(answer.value, "client secret");
    setAdded({ secret: answer.secret, value: answer.value });
  };
  if (added) {
    return (
      <OneTimeSecret
        words={WORDS}
        description={`“${added.secret.name}” is ready. This is the only time it is shown.`}
        secret={added.value}
        file={{
          label: "Download .env",
          name: "client-secret.env",
          text: clientEnvFile(app, added.value),
        }}
        hint="Your server sends it with the GUID of the app: HTTP Basic, the GUID as user name and the secret as password. It has no place in a browser or in an app that others install."
        onDone={() => onClose(`“${added.secret.name}” was added.`)}
      />
    );
  }
  return (
    <AdditionDialog
      title="Add a client secret"
      description="It is shown once, after you have added it. Secrets that the app has already go on working."
      action="Add secret"
      isBusy={isBusy}
      fault={fault}
      failure={failure}
      ifUnsure="If the secret is in the list now, remove it: nobody has its value. Then add another."
      field="name"
      onSubmit={submit}
      onClose={() => onClose()}
    >
      <NameField
        hint="Where it will be: “Web server, Frankfurt”. The list tells secrets apart by it."
        error={fault ?? faultAt(failure, "/name")}
      />
      <SecretExpiry
        value={expiresAt}
        onChange={setExpiresAt}
        now={now}
        error={faultAt(failure, "/expiresAt")}
      />
    </AdditionDialog>
  );
}
