import type { RemovableKind } from "@/lib/queries/keys/app-credentials";

/** What can be done to what an app is set up with; each has a dialog of its own. */
export type CredentialAct =
  | { readonly act: "add-secret" }
  | { readonly act: "generate-pair" }
  | { readonly act: "upload-key" }
  | { readonly act: "add-redirect-uri" }
  | { readonly act: "remove-credential"; readonly kind: RemovableKind; readonly id: string }
  | { readonly act: "remove-redirect-uri"; readonly uri: string; readonly isLast: boolean }
  | { readonly act: "set-implicit"; readonly isAllowed: boolean };

/** Opens the dialog of an act. @param opener what was clicked, where the focus goes back to */
export type OpenAct = (act: CredentialAct, opener: HTMLElement) => void;
