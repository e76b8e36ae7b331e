"use client";

import { X } from "lucide-react";
import { useEffect, useEffectEvent, useId, useRef } from "react";

type CopyByHandProps = {
  readonly text: string;
  /** What was clicked: this opens beside it. */
  readonly anchor: HTMLElement;
  readonly onCopied: () => void;
  readonly onClose: () => void;
};

const EDGE = 8;

/** Below the anchor, or above it where the window ends; never past the window's sides. */
function place(panel: HTMLElement, anchor: HTMLElement): void {
  const around = anchor.getBoundingClientRect();
  const own = panel.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(around.left, window.innerWidth - own.width - EDGE));
  const isBelow = around.bottom + own.height + EDGE < window.innerHeight;
  panel.style.left = `${left}px`;
  panel.style.top = `${isBelow ? around.bottom + EDGE : Math.max(EDGE, around.top - own.height - EDGE)}px`;
}

/** The text that the browser did not copy, selected, so that one keystroke does. */
export function CopyByHand({ text, anchor, onCopied, onClose }: CopyByHandProps) {
  const id = useId();
  const panel = useRef<HTMLSpanElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  const close = useEffectEvent(onClose);
  // The systems here are the browser's top layer, its selection and the keyboard.
  useEffect(() => {
    if (!panel.current) return undefined;
    panel.current.showPopover();
    place(panel.current, anchor);
    field.current?.select();
    const listening = new AbortController();
    panel.current.addEventListener(
      "keydown",
      (event) => (event.key === "Escape" ? close() : undefined),
      listening,
    );
    return () => listening.abort();
  }, [anchor]);

  return (
    <span
      ref={panel}
      popover="manual"
      role="alert"
      className="fixed inset-auto m-0 w-80 max-w-[calc(100vw-16px)] rounded-md border border-line bg-surface p-3 text-left text-base font-normal whitespace-normal text-ink shadow-float"
    >
      <span className="flex items-start gap-2">
        <label htmlFor={id} className="flex-1">
          The browser did not allow copying. The text is selected: press Ctrl+C, or ⌘C on a Mac.
        </label>
        <button
          type="button"
          aria-label="Close the text to copy"
          onClick={onClose}
          className="rounded-md p-1 text-muted hover:bg-sunken hover:text-ink"
        >
          <X aria-hidden="true" className="size-4" />
        </button>
      </span>
      {/* What is selected is taken after the event: the field must stay until then. */}
      <textarea
        ref={field}
        id={id}
        translate="no"
        readOnly
        rows={3}
        value={text}
        onFocus={(event) => event.target.select()}
        onCopy={() => setTimeout(onCopied)}
        className="mt-2 block w-full resize-none rounded-md border border-line-strong bg-sunken px-2 py-1.5 font-mono text-sm break-all"
      />
    </span>
  );
}
