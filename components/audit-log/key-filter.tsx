"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { X } from "lucide-react";
import { useDeferredValue, useId, useState, type KeyboardEvent } from "react";

import { TextField } from "@/components/ui/fields/field";
import { keySearchQuery } from "@/lib/queries/keys/key-search";
import { searchText } from "@/lib/addresses/search-text";

import { KeyOptions } from "./key-options";

type KeyFilterProps = {
  readonly accountId: string;
  readonly chosen: { readonly id: string; readonly name: string } | null;
  /** Told of the key's id, or of an empty text for any key. */
  readonly onChoose: (keyId: string) => void;
  readonly className?: string;
};

/** One key of the account, found by name, GUID or last four characters as one types. */
export function KeyFilter({ accountId, chosen, onChoose, className }: KeyFilterProps) {
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [index, setIndex] = useState(0);
  const text = useDeferredValue((typed ?? "").trim());
  const found = useQuery({ ...keySearchQuery(accountId, text), enabled: text !== "" });
  const keys = text === "" ? [] : (found.data?.data ?? []);
  const isOpen = typed !== null && text !== "";
  const current = keys[Math.min(index, keys.length - 1)];

  const choose = (keyId: string) => {
    setTyped(null);
    if (keyId !== (chosen?.id ?? "")) onChoose(keyId);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && keys.length > 0) {
      event.preventDefault();
      setIndex((before) => (Math.min(before, keys.length - 1) + step + keys.length) % keys.length);
    } else if (event.key === "Enter" && typed !== null) {
      if (typed.trim() === "") choose("");
      else if (current) choose(current.id);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      setTyped(null);
    }
  };
  return (
    <div className={clsx("relative", className)}>
      <TextField
        label="Key"
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && current ? `${listId}-${current.id}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={120}
        placeholder="Any key"
        value={typed ?? chosen?.name ?? ""}
        onChange={(event) => {
          setTyped(searchText(event.target.value));
          setIndex(0);
        }}
        onKeyDown={press}
        // What was begun and not chosen gives way; an emptied field is any key.
        onBlur={() => (typed === "" ? choose("") : setTyped(null))}
        atEnd={
          chosen && typed === null ? (
            <button
              type="button"
              aria-label="Any key"
              onClick={() => choose("")}
              className="absolute inset-y-0.5 right-0.5 inline-flex w-8 items-center justify-center rounded-sm text-muted hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden="true" className="size-4" />
            </button>
          ) : (
            <span hidden />
          )
        }
      />
      <KeyOptions
        id={listId}
        keys={keys}
        current={current}
        isOpen={isOpen}
        words={found.isError ? found.error.message : found.isPending ? "Looking…" : "No key fits."}
        onChoose={choose}
      />
    </div>
  );
}
