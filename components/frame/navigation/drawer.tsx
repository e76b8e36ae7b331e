"use client";

import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";

type DrawerProps = { readonly onClose: () => void; readonly children: ReactNode };

/** The left side on narrow windows. */
export function Drawer({ onClose, children }: DrawerProps) {
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-[min(18rem,calc(100vw-3.5rem))] border-r border-line bg-sunken shadow-float motion-safe:animate-slide"
        >
          <Dialog.Title className="sr-only">Navigation</Dialog.Title>
          {children}
          <Dialog.Close
            aria-label="Close navigation"
            className="absolute top-3 -right-11 grid size-9 place-items-center rounded-md border border-line bg-surface"
          >
            <X aria-hidden="true" className="size-4" />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
