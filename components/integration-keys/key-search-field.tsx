"use client";

import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { searchText } from "@/lib/view/key-filters";

const DEBOUNCE_MILLISECONDS = 250;

type KeySearchFieldProps = {
  /** What the address says. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
};

/** The search of the list; asks once the typing pauses, and follows the address when Back changes it. */
export function KeySearchField({ value, onSearch }: KeySearchFieldProps) {
  const [text, setText] = useState(value);
  const asked = useRef(value);

  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = wanted;
      onSearch(wanted);
    }, DEBOUNCE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text, onSearch]);

  return (
    <div className="relative min-w-0 flex-[1_1_100%] lg:flex-[1_1_16rem]">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted"
      />
      <input
        type="search"
        aria-label="Search keys"
        data-shortcut="search"
        placeholder="Name, GUID or last four characters"
        maxLength={120}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(searchText(event.target.value))}
        className="h-9 w-full appearance-none rounded-md border border-line-strong bg-surface pr-3 pl-9 text-base text-ink placeholder:text-muted [&::-webkit-search-cancel-button]:hidden"
      />
    </div>
  );
}
