"use client";

import { clsx } from "clsx";
import { Download } from "lucide-react";
import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from "react";

import { Button } from "@/components/ui/buttons/button";
import { Checkbox } from "@/components/ui/fields/choice";
import { CopyButton } from "@/components/ui/buttons/copy-button";
import { Dialog } from "@/components/ui/dialogs/dialog";

import { useRevealGuard } from "./use-reveal-guard";

/** What a secret is called in the dialog that shows it. */
export type SecretWords = {
  readonly title: string;
  /** The accessible name of the field that holds it. */
  readonly label: string;
  /** The button that copies it: "Copy key". */
  readonly copy: string;
  /** The checkbox without which "Done" does nothing: "I have stored this key". */
  readonly stored: string;
};

type SecretDialogProps = {
  readonly words: SecretWords;
  readonly description: string;
  readonly secret: string;
  readonly file: { readonly label: string; readonly name: string; readonly text: string } | null;
  /** What stands below the secret. */
  readonly children?: ReactNode;
  /** The secret is stored, or given up: the owner drops it and goes on. */
  readonly onDone: () => void;
  /** The page is being left: the owner drops the secret. */
  readonly onLeave: () => void;
};

/** Shows a new secret for the only time (R9). Nothing but "Done" closes it without asking first. */
export function SecretDialog(props: SecretDialogProps) {
  const { words, description, secret, file, children, onDone, onLeave } = props;
  const [isStored, setIsStored] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const [isTaken, setIsTaken] = useState(false);
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
      title={words.title}
      size={isLong(secret) ? "large" : "medium"}
      description={description}
      footer={
        isAsking ? (
          <CloseQuestion onStay={stay} onClose={onDone} />
        ) : (
          <div className="flex w-full flex-wrap items-center justify-between gap-3">
            <Checkbox
              label={words.stored}
              checked={isStored}
              onChange={(event) => setIsStored(event.target.checked)}
            />
            <Button variant={isTaken ? "primary" : "secondary"} disabled={!isStored} onClick={onDone}>
              Done
            </Button>
          </div>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <SecretField label={words.label} secret={secret} field={field} />
        <div className="flex flex-wrap gap-2">
          <CopyButton
            text={secret}
            label={words.copy}
            variant={isTaken ? "secondary" : "primary"}
            onCopied={() => setIsTaken(true)}
          />
          {file ? (
            <Button
              onClick={() => {
                download(file.name, file.text);
                setIsTaken(true);
              }}
            >
              <Download aria-hidden="true" className="size-3.5" />
              <span>{file.label}</span>
            </Button>
          ) : null}
        </div>
        {children}
      </div>
    </Dialog>
  );
}

/** A PEM has lines of its own, which are not broken. */
function isLong(secret: string): boolean {
  return secret.includes("\n");
}

type SecretFieldProps = {
  readonly label: string;
  readonly secret: string;
  readonly field: RefObject<HTMLTextAreaElement | null>;
};

function SecretField({ label, secret, field }: SecretFieldProps) {
  const id = useId();
  // The secret, not the close button, is what the dialog is opened for.
  useEffect(() => field.current?.focus(), [field]);
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        translate="no"
        readOnly
        rows={2}
        value={secret}
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        className={clsx(
          "field-sizing-content max-h-64 w-full resize-none rounded-md border border-line-strong bg-sunken px-3 py-2 font-mono text-sm leading-5",
          isLong(secret) ? "whitespace-pre" : "break-all",
        )}
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

/** Long enough for a browser that asks first where to save; short enough that the secret does not stay behind. */
const DOWNLOAD_MILLISECONDS = 60_000;

/** Hands the browser a file. The text is in no address: the blob's is random, and soon gone. */
function download(fileName: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // A browser may read it only after the click has been answered.
  setTimeout(() => URL.revokeObjectURL(address), DOWNLOAD_MILLISECONDS);
}
