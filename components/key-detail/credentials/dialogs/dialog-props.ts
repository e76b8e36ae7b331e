import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";

/** What every dialog about an app's credentials needs. */
export type CredentialDialogProps = {
  readonly app: IntegrationKey;
  readonly accountId: string;
  readonly now: string;
  /** @param done what was done, in a sentence; nothing if the dialog was left */
  readonly onClose: (done?: string) => void;
};
