"use client";

import { clsx } from "clsx";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useEffect, useRef, type ReactNode } from "react";

import { giveFocusBack } from "./lasting-focus";
import { useShownFailure } from "./use-shown-failure";

/** How somebody asked to leave the dialog. */
export type CloseReason = "escape" | "outside" | "close-button";

type DialogProps = {
  readonly isOpen: boolean;
  /** Told that somebody asks to close; the owner decides, and may ask back first. */
  readonly onClose: (reason: CloseReason) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** False where neither Esc, nor a click outside, nor a close button leads out. */
  readonly isDismissible?: boolean;
  readonly size?: "medium" | "large";
};

const FIELDS = "input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)";

/** Focus begins at what asks for it, or at the first field; where there is neither, at the dialog's first control. */
function focusFirst(dialog: EventTarget | null): boolean {
  if (!(dialog instanceof HTMLElement)) return false;
  const first =
    dialog.querySelector<HTMLElement>("[data-autofocus]") ?? dialog.querySelector<HTMLElement>(FIELDS);
  first?.focus();
  return first !== null;
}

/** A modal dialog: focus stays inside, and goes back to where it came from. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  children,
  footer,
  isDismissible = true,
  size = "medium",
}: DialogProps) {
  const cameFrom = useRef<Element | null>(null);
  const onEscape = (event: Event) => {
    event.preventDefault();
    // A popover of the dialog is put away by its own Esc, and takes the focus nowhere else.
    const isOfPopover = event.target instanceof Element && event.target.closest("[popover]") !== null;
    if (isDismissible && !isOfPopover) onClose("escape");
  };
  return (
    <Radix.Root open={isOpen}>
      <Radix.Portal>
        <Radix.Overlay
          className="fixed inset-0 z-40 animate-fade bg-scrim"
          onClick={() => {
            if (isDismissible) onClose("outside");
          }}
        />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => {
            cameFrom.current = document.activeElement;
            if (focusFirst(event.currentTarget)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // Another dialog stands in this one's place, and has the focus already.
            const next = document.activeElement?.closest("[role=dialog]");
            if (next && !next.contains(cameFrom.current)) return;
            if (cameFrom.current instanceof HTMLElement) giveFocusBack(cameFrom.current);
          }}
          onEscapeKeyDown={onEscape}
          onKeyDown={({ key, nativeEvent }) => {
            // The first moment of a dialog that takes another one's place: the layer does not listen yet.
            if (key === "Escape" && !nativeEvent.defaultPrevented) onEscape(nativeEvent);
          }}
          // What lies outside is the scrim, which says so itself: the layer forgets a press that came before it listened.
          onInteractOutside={(event) => event.preventDefault()}
          className={clsx(
            "fixed inset-x-3 top-[max(12px,8vh)] z-50 mx-auto flex max-h-[min(84vh,calc(100vh-24px))] flex-col rounded-lg border border-line bg-surface shadow-float motion-safe:animate-rise",
            // Too low for a middle that scrolls between head and foot: all of it scrolls.
            "[@media(max-height:32rem)]:top-2 [@media(max-height:32rem)]:max-h-[calc(100vh-16px)] [@media(max-height:32rem)]:overflow-y-auto",
            size === "large" ? "max-w-3xl" : "max-w-lg",
          )}
        >
          <header className="flex items-start gap-4 border-b border-line px-5 py-4">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="mt-1 text-sm text-muted">{description}</Radix.Description>
              ) : null}
            </div>
            {isDismissible ? (
              <button
                type="button"
                aria-label="Close"
                onClick={() => onClose("close-button")}
                className="-mr-1.5 rounded-md p-1.5 text-muted hover:bg-sunken hover:text-ink"
              >
                <X aria-hidden="true" className="size-4" />
              </button>
            ) : null}
          </header>
          <Middle>{children}</Middle>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {footer}
            </footer>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** What comes late, above a field that has the focus, must not push it out of sight. */
function Middle({ children }: { readonly children: ReactNode }) {
  const content = useRef<HTMLDivElement>(null);
  useShownFailure(content);
  // The system here is the page's layout.
  useEffect(() => {
    const { current } = content;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => {
      const { activeElement } = document;
      if (current.contains(activeElement)) activeElement?.scrollIntoView({ block: "nearest" });
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4 [@media(max-height:32rem)]:flex-none [@media(max-height:32rem)]:overflow-visible">
      <div ref={content}>{children}</div>
    </div>
  );
}
