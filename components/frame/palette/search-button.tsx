"use client";

import { Search } from "lucide-react";
import { useSyncExternalStore } from "react";

import { openPalette } from "../shortcuts/shortcut-events";

const neverChanges = () => () => undefined;

/** "⌘" on Apple keyboards, "Ctrl" elsewhere and on the server. */
export function useModifier(): string {
  return useSyncExternalStore(
    neverChanges,
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl"),
    () => "Ctrl",
  );
}

/** Opens the palette; shows its key. */
export function SearchButton() {
  const modifier = useModifier();
  return (
    <button
      type="button"
      onClick={openPalette}
      className="flex h-8 w-full items-center gap-2.5 rounded-md px-2 text-muted hover:bg-line/50 hover:text-ink"
    >
      <Search aria-hidden="true" strokeWidth={1.75} className="size-4 shrink-0" />
      <span className="flex-1 text-left">Go to</span>
      <span aria-hidden="true" className="text-xs tracking-wide">{`${modifier} K`}</span>
    </button>
  );
}
