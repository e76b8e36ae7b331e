import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { holdsPrivateKey } from "@/lib/domain/apps/private-key-text";
import { addKeyPair } from "@/lib/queries/keys/app-credentials";

import { AdditionDialog } from "./addition-dialog";
import type { CredentialDialogProps } from "./dialog-props";
import { showKeyPair } from "./known-lists";
import { NameField, nameFault } from "./name-field";
import { PublicKeyField } from "./public-key-field";
import { faultAt, useAddition } from "./use-addition";

type Faults = { readonly name?: string | undefined; readonly publicKey?: string | undefined };

const PRIVATE_KEY_FAULT =
  "This is a private key. It was not sent, and it is gone from this page. It belongs on your server alone: upload the public key.";

/** A public key whose private half never leaves the developer's server. */
export function UploadKeyDialog({ app, accountId, onClose }: CredentialDialogProps) {
  const cache = useQueryClient();
  const { isBusy, failure, add } = useAddition(accountId, app.id);
  const [faults, setFaults] = useState<Faults>({});
  const [publicKey, setPublicKey] = useState("");
  const take = (text: string) => {
    const isPrivate = holdsPrivateKey(text);
    setPublicKey(isPrivate ? "" : text);
    setFaults((before) => ({ ...before, publicKey: isPrivate ? PRIVATE_KEY_FAULT : undefined }));
  };
  const submit = async (name: string) => {
    const found = {
      name: nameFault(name),
      publicKey:
        publicKey.trim() === "" ? (faults.publicKey ?? "Paste a public key, or choose its file.") : undefined,
    };
    setFaults(found);
    if (found.name ?? found.publicKey) return;
    const answer = await add(() => addKeyPair(accountId, app.id, { name, publicKey }));
    if (!answer) return;
    showKeyPair(cache, { accountId, keyId: app.id }, answer.keyPair);
    onClose(`“${answer.keyPair.name}” was added.${answer.warning ? ` ${answer.warning}` : ""}`);
  };
  return (
    <AdditionDialog
      title="Upload a public key"
      description="RSA, 2,048 bits at least and 3,072 advised. The private key stays with you."
      action="Upload public key"
      isBusy={isBusy}
      fault={faults.name ?? faults.publicKey}
      failure={failure}
      ifUnsure="Look at the list before you try again."
      field="name"
      onSubmit={submit}
      onClose={() => onClose()}
    >
      <NameField
        hint="Which server signs with it: “Nightly import”."
        error={faults.name ?? faultAt(failure, "/name")}
      />
      <PublicKeyField
        value={publicKey}
        onChange={take}
        error={faults.publicKey ?? faultAt(failure, "/publicKey")}
      />
    </AdditionDialog>
  );
}
