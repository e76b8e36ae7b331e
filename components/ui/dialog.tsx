"use client";

import { clsx } from "clsx";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useRef, type ReactNode } from "react";

/** How somebody asked to leave the dialog. */
export type CloseReason = "escape" | "outside" | "close-button";

type DialogProps = {
  readonly isOpen: boolean;
  /** Asked to close; the owner decides, and may ask back first. */
  readonly onClose: (reason: CloseReason) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** False: neither Esc, nor a click outside, nor a close button. */
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
  const ask = (reason: CloseReason) => (event: Event) => {
    event.preventDefault();
    if (isDismissible) onClose(reason);
  };
  return (
    <Radix.Root open={isOpen}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => {
            cameFrom.current = document.activeElement;
            if (focusFirst(event.currentTarget)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
          }}
          onEscapeKeyDown={ask("escape")}
          onPointerDownOutside={ask("outside")}
          onInteractOutside={(event) => event.preventDefault()}
          className={clsx(
            "fixed inset-x-3 top-[max(12px,8vh)] z-50 mx-auto flex max-h-[min(84vh,calc(100vh-24px))] flex-col rounded-lg border border-line bg-surface shadow-float motion-safe:animate-rise",
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
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
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
