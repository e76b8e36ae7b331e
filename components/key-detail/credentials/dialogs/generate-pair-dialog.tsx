import { useState } from "react";

import { keepSecret } from "@/components/ui/reveal/kept-secret";
import type { SecretWords } from "@/components/ui/reveal/secret-dialog";
import { addKeyPair } from "@/lib/queries/keys/app-credentials";

import { AdditionDialog } from "./addition-dialog";
import type { CredentialDialogProps } from "./dialog-props";
import { NameField, nameFault } from "./name-field";
import { OneTimeSecret } from "./one-time-secret";
import { faultAt, useAddition } from "./use-addition";

const WORDS: SecretWords = {
  title: "Save your private key",
  label: "Private key",
  copy: "Copy private key",
  stored: "I have stored this private key",
};

/** A key pair that is made here, and the one showing of its private half (R9). */
export function GeneratePairDialog({ app, accountId, onClose }: CredentialDialogProps) {
  const { isBusy, failure, add } = useAddition(accountId, app.id);
  const [fault, setFault] = useState<string | undefined>();
  const [made, setMade] = useState<{ readonly name: string; readonly pem: string } | null>(null);
  const submit = async (name: string) => {
    const found = nameFault(name);
    setFault(found);
    if (found) return;
    const answer = await add(() => addKeyPair(accountId, app.id, { name }));
    if (!answer || answer.privateKeyPem === null) return;
    keepSecret(answer.privateKeyPem, "private key");
    setMade({ name: answer.keyPair.name, pem: answer.privateKeyPem });
  };
  if (made) {
    return (
      <OneTimeSecret
        words={WORDS}
        description={`“${made.name}” is ready. This is the only time its private key is shown; it is kept nowhere.`}
        secret={made.pem}
        file={{ label: "Download PEM", name: "private-key.pem", text: made.pem }}
        hint="Your server signs with it: RS256. It is PKCS#1 (BEGIN RSA PRIVATE KEY), which every client library takes."
        onDone={() => onClose(`“${made.name}” was generated.`)}
      />
    );
  }
  return (
    <AdditionDialog
      title="Generate a key pair"
      description="RSA, 3,072 bits. The private key is shown once; only the public one is kept."
      action="Generate key pair"
      isBusy={isBusy}
      fault={fault}
      failure={failure}
      ifUnsure="If the key pair is in the list now, remove it: nobody has its private key. Then generate another."
      field="name"
      onSubmit={submit}
      onClose={() => onClose()}
    >
      <NameField
        hint="Which server will sign with it: “Nightly import”."
        error={fault ?? faultAt(failure, "/name")}
      />
    </AdditionDialog>
  );
}
