"use client";

import { clsx } from "clsx";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

type CopyButtonProps = {
  readonly text: string;
  /** What the button does, as its accessible name: "Copy GUID". */
  readonly label: string;
  /** Shows the label beside the icon. */
  readonly isLabelVisible?: boolean;
  readonly className?: string;
};

const SHOWN_MILLISECONDS = 2_000;

/** Copies a text and says so, or says that the browser refused. */
export function CopyButton({ text, label, isLabelVisible = false, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);

  // The system here is the clock: the word goes away by itself.
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    // Without https a browser has no clipboard at all, and the call throws instead of refusing.
    const isCopied = await Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => true,
        () => false,
      );
    setOutcome(isCopied ? "copied" : "refused");
  };
  const Icon = outcome === "copied" ? Check : Copy;
  return (
    <>
      <button
        type="button"
        onClick={() => void copy()}
        aria-label={label}
        title={label}
        className={clsx(
          "inline-flex shrink-0 items-center gap-2 rounded-md hover:bg-sunken hover:text-ink",
          isLabelVisible
            ? "min-h-9 border border-line-strong/60 bg-surface px-3.5 font-medium text-ink"
            : "p-1.5 text-muted",
          className,
        )}
      >
        <Icon aria-hidden="true" className={clsx("size-3.5", outcome === "copied" && "text-positive")} />
        {isLabelVisible ? <span>{outcome === "copied" ? "Copied" : label}</span> : null}
      </button>
      <output className="sr-only">
        {outcome === "copied" ? "Copied" : null}
        {outcome === "refused"
          ? "The browser did not allow copying. Select the text and copy it by hand."
          : null}
      </output>
    </>
  );
}
