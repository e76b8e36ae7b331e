"use client";

import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";

import type { Me } from "@/lib/contracts/people/sessions";

import { DialogLoading } from "@/components/ui/dialogs/dialog-loading";

import { shortcutOf, type Shortcut } from "./shortcut-key";

import type { SectionGroup } from "../navigation/sections";
import { areSingleKeysOn, onOpen } from "./shortcut-events";

const Palette = dynamic(() => import("../palette/palette").then((module) => module.Palette), {
  ssr: false,
  loading: DialogLoading,
});
const KeyHelp = dynamic(() => import("./key-help").then((module) => module.KeyHelp), {
  ssr: false,
  loading: DialogLoading,
});

type ShortcutsProps = {
  readonly groups: readonly SectionGroup[];
  readonly accounts: Me["memberships"];
  /** The account whose keys the palette finds; null where the person may see none. */
  readonly keyAccountId: string | null;
};

/** Listens to the keys of the frame; what they open is loaded when first asked for. */
export function Shortcuts({ groups, accounts, keyAccountId }: ShortcutsProps) {
  const [open, setOpen] = useState<"palette" | "key-help" | null>(null);

  /** What is typed from the palette's opening until its field is there; null at any other time. */
  const typedAhead = useRef<string | null>(null);

  // The system here is the keyboard, and the buttons elsewhere in the frame.
  useEffect(() => {
    const show = (what: "palette" | "key-help") => {
      typedAhead.current = what === "palette" ? "" : null;
      setOpen(what);
    };
    const onKey = (event: KeyboardEvent) => {
      if (typedAhead.current !== null && isLetter(event) && !isDialogOpen()) {
        event.preventDefault();
        typedAhead.current += event.key;
        return;
      }
      const asked = askedBy(event);
      if (asked === null) return;
      if (asked === "search" && focusSearch()) event.preventDefault();
      else if (asked !== "search") {
        event.preventDefault();
        show(asked);
      }
    };
    document.addEventListener("keydown", onKey);
    const stop = onOpen(show);
    return () => {
      document.removeEventListener("keydown", onKey);
      stop();
    };
  }, []);

  const close = () => {
    typedAhead.current = null;
    setOpen(null);
  };
  if (open === "palette") {
    const begin = () => typedAhead.current ?? "";
    return <Palette {...{ groups, accounts, keyAccountId, begin }} onClose={close} />;
  }
  return open === "key-help" ? <KeyHelp onClose={close} /> : null;
}

function askedBy(event: KeyboardEvent): Shortcut | null {
  const shortcut = event.defaultPrevented ? null : shortcutOf(event);
  if (shortcut === null || isDialogOpen()) return null;
  return shortcut === "palette" || (!isTyping(event.target) && areSingleKeysOn()) ? shortcut : null;
}

function isLetter({ key, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): boolean {
  return !isComposing && key.length === 1 && !ctrlKey && !metaKey && !altKey;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

function isDialogOpen(): boolean {
  return document.querySelector("[role=dialog], [role=alertdialog]") !== null;
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('input[data-shortcut="search"]');
  field?.focus();
  field?.select();
  return field !== null;
}
