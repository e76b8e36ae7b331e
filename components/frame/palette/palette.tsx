"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";

import { useGo } from "@/components/ui/links/use-go";
import type { AccountSummary } from "@/lib/contracts/people/sessions";
import { searchedName } from "@/lib/domain/keys/name-text";
import { keySearchQuery } from "@/lib/queries/keys/key-search";
import { searchText } from "@/lib/addresses/search-text";

import { keyEntries, matchingPlaces, type PaletteEntry } from "./palette-entries";
import { PaletteList } from "./palette-list";
import type { SectionGroup } from "../navigation/sections";

type PaletteProps = {
  readonly groups: readonly SectionGroup[];
  readonly accounts: readonly AccountSummary[];
  readonly keyAccountId: string | null;
  /** What was typed before the palette was there. */
  readonly begin: () => string;
  readonly onClose: () => void;
};

/** Typing goes on while the server searches; this long after the last letter it is asked. */
const PAUSE_MILLISECONDS = 140;

/** Go to a page, an account, or a key by name or GUID: a combobox in a dialog. */
export function Palette({ groups, accounts, keyAccountId, begin, onClose }: PaletteProps) {
  const [text, setText] = useState(begin);
  const [active, setActive] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const { go: goTo, isGoing } = useGo();
  const [goal, setGoal] = useState<PaletteEntry | null>(null);
  const base = useId();
  const found = useKeys(keyAccountId, text);
  const shown = [...matchingPlaces({ groups, accounts }, text), ...found.groups];
  const entries = shown.flatMap((group) => group.entries);
  const current = entries[Math.min(active, entries.length - 1)];

  const go = (entry: PaletteEntry) => {
    setGoal(entry);
    goTo(entry.href, { atArrival: onClose });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = move(event.key, Math.min(active, entries.length - 1), entries.length);
    if (moved !== null) {
      event.preventDefault();
      setActive(moved);
    } else if (event.key === "Enter" && current && !event.nativeEvent.isComposing) {
      event.preventDefault();
      go(current);
    }
  };

  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          // The dialog's own way selects what is there, and the next letter would replace it.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            field.current?.focus();
            field.current?.setSelectionRange(text.length, text.length);
          }}
          className="fixed inset-x-3 top-[12vh] z-50 mx-auto flex max-h-[66vh] max-w-xl flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-float motion-safe:animate-rise"
        >
          <Dialog.Title className="sr-only">Go to</Dialog.Title>
          <div className="flex items-center gap-3 border-b border-line px-4">
            <Search aria-hidden="true" className="size-4 shrink-0 text-muted" />
            <input
              ref={field}
              type="text"
              role="combobox"
              aria-label={keyAccountId ? "Page, account, key name or GUID" : "Page or account"}
              aria-expanded={entries.length > 0}
              aria-controls={`${base}-list`}
              aria-autocomplete="list"
              aria-activedescendant={current ? `${base}-${current.id}` : undefined}
              placeholder={keyAccountId ? "Page, account, key name or GUID" : "Page or account"}
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setActive(0);
              }}
              onKeyDown={onKeyDown}
              className="h-12 w-full bg-transparent text-lg outline-none placeholder:text-muted"
            />
          </div>
          <PaletteList base={base} groups={shown} currentId={current?.id ?? null} onChoose={go} />
          <output className="border-t border-line px-4 py-2 text-xs text-muted">
            {isGoing && goal ? `Going to ${goal.label}…` : (found.words ?? summary(entries.length))}
          </output>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function summary(found: number): string {
  return found === 0
    ? "Nothing fits. Try fewer letters, or the first characters of a GUID."
    : "↑ ↓ to choose, Enter to go, Esc to close";
}

function move(key: string, from: number, total: number): number | null {
  if (total === 0) return null;
  if (key === "ArrowDown") return (from + 1) % total;
  if (key === "ArrowUp") return (from - 1 + total) % total;
  return null;
}

function useKeys(accountId: string | null, text: string) {
  const [asked, setAsked] = useState("");
  const wanted = searchedName(text);

  // The system here is the clock: the server is asked when typing pauses.
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [wanted]);

  const isOn = accountId !== null && asked !== "" && wanted !== "";
  const query = useQuery({ ...keySearchQuery(accountId ?? "", searchText(asked)), enabled: isOn });
  const words =
    isOn && query.isPending ? "Looking for keys…" : isOn && query.error ? query.error.message : null;
  return { groups: isOn ? keyEntries(query.data?.data ?? []) : [], words };
}
