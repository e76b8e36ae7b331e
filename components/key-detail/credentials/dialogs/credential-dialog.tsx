import type { CredentialAct } from "@/components/key-detail/credentials/credential-act";

import { AddRedirectUriDialog } from "./add-redirect-uri-dialog";
import { AddSecretDialog } from "./add-secret-dialog";
import type { CredentialDialogProps } from "./dialog-props";
import { GeneratePairDialog } from "./generate-pair-dialog";
import { ImplicitDialog } from "./implicit-dialog";
import { RemoveCredentialDialog } from "./remove-credential-dialog";
import { RemoveRedirectUriDialog } from "./remove-redirect-uri-dialog";
import { UploadKeyDialog } from "./upload-key-dialog";

/** The dialog of an act. */
export function CredentialDialog({ act, ...rest }: CredentialDialogProps & { readonly act: CredentialAct }) {
  switch (act.act) {
    case "add-secret":
      return <AddSecretDialog {...rest} />;
    case "generate-pair":
      return <GeneratePairDialog {...rest} />;
    case "upload-key":
      return <UploadKeyDialog {...rest} />;
    case "add-redirect-uri":
      return <AddRedirectUriDialog {...rest} />;
    case "remove-credential":
      return <RemoveCredentialDialog {...rest} kind={act.kind} id={act.id} />;
    case "remove-redirect-uri":
      return <RemoveRedirectUriDialog {...rest} uri={act.uri} isLast={act.isLast} />;
    case "set-implicit":
      return <ImplicitDialog {...rest} isAllowed={act.isAllowed} />;
  }
}
