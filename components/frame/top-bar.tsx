"use client";

import { Menu, Search } from "lucide-react";
import dynamic from "next/dynamic";
import { startTransition, useRef, useState } from "react";

import { DialogLoading } from "@/components/ui/dialogs/dialog-loading";

import { EnvironmentWord } from "./account/environment";
import { openPalette } from "./shortcuts/shortcut-events";
import { Side, type SideProps } from "./navigation/side";

const Drawer = dynamic(() => import("./navigation/drawer").then((module) => module.Drawer), {
  ssr: false,
  loading: DialogLoading,
});

const BUTTON = "grid size-9 shrink-0 place-items-center rounded-md hover:bg-sunken";

/** The frame of narrow windows: which account, and the way to everything else. */
export function TopBar(side: Omit<SideProps, "onNavigate">) {
  const [isOpen, setIsOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setIsOpen(false);
    setTimeout(() => opener.current?.focus(), 0);
  };
  return (
    <header className="sticky top-0 z-30 flex h-13 items-center gap-2 border-b border-line bg-paper px-2 nav:hidden">
      <button
        ref={opener}
        type="button"
        aria-label="Open navigation"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(true)}
        className={BUTTON}
      >
        <Menu aria-hidden="true" className="size-5" />
      </button>
      <div className="min-w-0 flex-1 leading-tight">
        <p className="truncate font-medium">{side.account?.name ?? "Countersign"}</p>
        {side.account ? <EnvironmentWord environment={side.account.environment} /> : null}
      </div>
      <button type="button" aria-label="Go to" onClick={openPalette} className={BUTTON}>
        <Search aria-hidden="true" className="size-5" />
      </button>
      {isOpen ? (
        <Drawer onClose={close}>
          {/* It goes when the page comes: until then its link shows that it was followed. */}
          <Side {...side} onNavigate={() => startTransition(() => setIsOpen(false))} />
        </Drawer>
      ) : null}
    </header>
  );
}
