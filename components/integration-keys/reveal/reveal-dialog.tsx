"use client";

import { CodeBlock } from "@/components/ui/code-block";
import { SecretDialog, type SecretWords } from "@/components/ui/reveal/secret-dialog";
import type { IntegrationKey } from "@/lib/contracts/keys/integration-keys";

import { curlLine, envFile, envFileName } from "./key-env-file";

type RevealDialogProps = {
  readonly revealed: IntegrationKey;
  readonly secret: string;
  readonly gateUrl: string;
  /** The key is stored, or given up: the owner drops the secret and goes on. */
  readonly onDone: () => void;
  /** The page is being left: the owner drops the secret. */
  readonly onLeave: () => void;
};

const WORDS: SecretWords = {
  title: "Save your integration key",
  label: "Integration key",
  copy: "Copy key",
  stored: "I have stored this key",
};

/** Shows a new key's secret for the only time (R9), with a first call to try. */
export function RevealDialog({ revealed, secret, gateUrl, onDone, onLeave }: RevealDialogProps) {
  return (
    <SecretDialog
      words={WORDS}
      description={`“${revealed.name}” is ready. This is the only time its secret is shown.`}
      secret={secret}
      file={{
        label: "Download .env",
        name: envFileName(revealed.name),
        text: envFile({ ...revealed, secret, gateUrl }),
      }}
      onDone={onDone}
      onLeave={onLeave}
    >
      <div>
        <p className="mb-1.5 text-sm text-muted">See that it works: the gate answers with what the key is.</p>
        <CodeBlock code={curlLine(secret, gateUrl)} label="curl line" />
      </div>
    </SecretDialog>
  );
}
