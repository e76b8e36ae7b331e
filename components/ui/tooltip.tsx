"use client";

import { useEffect, useRef, useState, type ReactElement, type ReactNode } from "react";

type TooltipProps = {
  readonly content: ReactNode;
  /** One element that can have focus, and whose accessible name says what the tooltip does. */
  readonly children: ReactElement;
};

const EDGE = 8;

/** Above the anchor, or below it where there is no room; never past the window's sides. */
function place(bubble: HTMLElement, anchor: Element): void {
  const around = anchor.getBoundingClientRect();
  const own = bubble.getBoundingClientRect();
  const centred = around.left + around.width / 2 - own.width / 2;
  const left = Math.max(EDGE, Math.min(centred, window.innerWidth - own.width - EDGE));
  const above = around.top - own.height;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${above < EDGE ? around.bottom : above}px`;
}

/** A few more words on hover and on focus; nothing that a person could not do without. Esc puts them away. */
export function Tooltip({ content, children }: TooltipProps) {
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLSpanElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);

  // The systems here are the browser's top layer, the keyboard and scrolling.
  useEffect(() => {
    const anchor = frame.current?.firstElementChild;
    if (!isOpen || !bubble.current || !anchor) return undefined;
    bubble.current.showPopover();
    place(bubble.current, anchor);
    const listening = new AbortController();
    const close = () => setOpen(false);
    document.addEventListener(
      "keydown",
      (event) => (event.key === "Escape" ? close() : undefined),
      listening,
    );
    document.addEventListener("scroll", close, { capture: true, signal: listening.signal });
    return () => listening.abort();
  }, [isOpen]);

  return (
    <span
      ref={frame}
      className="contents"
      onPointerEnter={() => setOpen(true)}
      onPointerLeave={() => setOpen(false)}
      onFocus={() => setOpen(true)}
      onBlur={() => setOpen(false)}
    >
      {children}
      {isOpen ? (
        <span
          ref={bubble}
          popover="manual"
          aria-hidden="true"
          className="fixed inset-auto m-0 max-w-76 overflow-visible bg-transparent px-2 py-1.5 text-left"
        >
          <span className="block rounded-md bg-ink px-2.5 py-1.5 text-sm font-normal text-paper shadow-float motion-safe:animate-fade">
            {content}
          </span>
        </span>
      ) : null}
    </span>
  );
}
