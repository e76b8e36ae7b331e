"use client";

import { clsx } from "clsx";
import { Check, Copy } from "lucide-react";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";

import { BUTTON_LOOKS, BUTTON_SHAPE, type ButtonVariant } from "./button-look";
import { copyText } from "./copy-text";

// Rarely needed.
const CopyByHand = lazy(() => import("./copy-by-hand").then((module) => ({ default: module.CopyByHand })));

type CopyButtonProps = {
  readonly text: string;
  /** What the button does, as its accessible name: "Copy GUID". */
  readonly label: string;
  /** Shows the label beside the icon, as a button of this look. */
  readonly variant?: ButtonVariant;
  readonly className?: string;
  readonly onCopied?: () => void;
};

const SHOWN_MILLISECONDS = 2_000;

type Copying = {
  readonly isCopied: boolean;
  /** @param clicked what was clicked */
  readonly copy: (clicked: HTMLElement) => Promise<void>;
  /** What is to be drawn beside the control: nothing, unless the browser refused. */
  readonly byHand: ReactNode;
};

/** Copies a text and says so; where the browser refuses, shows the text selected, to be copied by hand. */
export function useCopy(text: string, onCopied?: () => void): Copying {
  const [isCopied, setCopied] = useState(false);
  /** The clicked button, where the browser refused. */
  const [refused, setRefused] = useState<HTMLElement | null>(null);

  // The system here is the clock: the word goes away by itself. What is to be done by hand stays.
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const tell = () => {
    setCopied(true);
    onCopied?.();
  };
  const copy = async (clicked: HTMLElement) => {
    if (await copyText(text, clicked)) tell();
    else setRefused(clicked);
  };
  const putAway = () => {
    refused?.focus();
    setRefused(null);
  };
  const byHand = refused ? (
    <Suspense>
      <CopyByHand
        text={text}
        anchor={refused}
        onCopied={() => {
          tell();
          putAway();
        }}
        onClose={putAway}
      />
    </Suspense>
  ) : null;
  return { isCopied, copy, byHand };
}

/** A button that copies a text. */
export function CopyButton({ text, label, variant, className, onCopied }: CopyButtonProps) {
  const { isCopied, copy, byHand } = useCopy(text, onCopied);
  const Icon = isCopied ? Check : Copy;
  return (
    <>
      <button
        type="button"
        onClick={(event) => void copy(event.currentTarget)}
        aria-label={label}
        title={label}
        className={clsx(
          "shrink-0",
          variant
            ? clsx(BUTTON_SHAPE, BUTTON_LOOKS[variant])
            : "inline-flex items-center rounded-md p-1.5 text-muted hover:bg-sunken hover:text-ink",
          className,
        )}
      >
        <Icon aria-hidden="true" className={clsx("size-3.5", isCopied && !variant && "text-positive")} />
        {variant ? <span>{isCopied ? "Copied" : label}</span> : null}
      </button>
      <output className="sr-only">{isCopied ? "Copied" : null}</output>
      {byHand}
    </>
  );
}
