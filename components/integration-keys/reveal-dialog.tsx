"use client";

import { Download } from "lucide-react";
import { useEffect, useId, useRef, useState, type RefObject } from "react";

import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/choice";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import type { IntegrationKey } from "@/lib/contracts/integration-keys";
import { curlLine, envFile, envFileName } from "@/lib/view/key-env-file";

import { useRevealGuard } from "./use-reveal-guard";

type RevealDialogProps = {
  readonly revealed: IntegrationKey;
  readonly secret: string;
  readonly gateUrl: string;
  /** The key is stored, or given up: the owner drops the secret and goes on. */
  readonly onDone: () => void;
  /** The page is being left: the owner drops the secret. */
  readonly onLeave: () => void;
};

/** Shows a new key's secret for the only time (R9). Nothing but "Done" closes it without asking first. */
export function RevealDialog({ revealed, secret, gateUrl, onDone, onLeave }: RevealDialogProps) {
  const [isStored, setIsStored] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const ask = () => setIsAsking(true);
  const stay = () => {
    setIsAsking(false);
    field.current?.focus();
  };
  useRevealGuard(ask, onLeave);
  return (
    <Dialog
      isOpen
      onClose={ask}
      title="Save your integration key"
      description={`“${revealed.name}” is ready. This is the only time its secret is shown.`}
      footer={
        isAsking ? (
          <CloseQuestion onStay={stay} onClose={onDone} />
        ) : (
          <div className="flex w-full flex-wrap items-center justify-between gap-3">
            <Checkbox
              label="I have stored this key"
              checked={isStored}
              onChange={(event) => setIsStored(event.target.checked)}
            />
            <Button variant="primary" disabled={!isStored} onClick={onDone}>
              Done
            </Button>
          </div>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <SecretField secret={secret} field={field} />
        <div className="flex flex-wrap gap-2">
          <CopyButton text={secret} label="Copy key" isLabelVisible />
          <Button
            onClick={() => download(envFileName(revealed.name), envFile({ ...revealed, secret, gateUrl }))}
          >
            <Download aria-hidden="true" className="size-3.5" />
            Download .env
          </Button>
        </div>
        <div>
          <p className="mb-1.5 text-sm text-muted">
            See that it works: the gate answers with what the key is.
          </p>
          <CodeBlock code={curlLine(secret, gateUrl)} label="curl line" />
        </div>
      </div>
    </Dialog>
  );
}

type SecretFieldProps = {
  readonly secret: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
};

function SecretField({ secret, field }: SecretFieldProps) {
  const id = useId();
  // The secret, not the close button, is what the dialog is opened for.
  useEffect(() => field.current?.focus(), [field]);
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        Integration key
      </label>
      <textarea
        ref={field}
        id={id}
        readOnly
        rows={2}
        value={secret}
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        className="field-sizing-content w-full resize-none rounded-md border border-line-strong bg-sunken px-3 py-2 font-mono text-sm leading-5 break-all"
      />
    </div>
  );
}

function CloseQuestion({ onStay, onClose }: { readonly onStay: () => void; readonly onClose: () => void }) {
  const stay = useRef<HTMLButtonElement>(null);
  useEffect(() => stay.current?.focus(), []);
  return (
    <div role="alert" className="flex w-full flex-wrap items-center justify-between gap-3">
      <p className="min-w-0 flex-[1_1_14rem] font-medium">
        Close without storing it? It can't be shown again.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button ref={stay} onClick={onStay}>
          Keep it open
        </Button>
        <Button variant="danger" onClick={onClose}>
          Close without storing
        </Button>
      </div>
    </div>
  );
}

/** Hands the browser a file. The text is in no address: the blob's is random, and gone with the click. */
function download(fileName: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
