"use client";

import { clsx } from "clsx";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { searchedText, searchText } from "@/lib/addresses/search-text";

const DEBOUNCE_MILLISECONDS = 250;

type SearchFieldProps = {
  readonly label: string;
  readonly placeholder: string;
  /** What the address says. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
  readonly className?: string;
};

/** The search of a list; asks once the typing pauses, and follows the address when Back changes it. */
export function SearchField({ label, placeholder, value, onSearch, className }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const asked = useRef(value);

  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    const wanted = searchedText(text);
    if (wanted === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = wanted;
      onSearch(wanted);
    }, DEBOUNCE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text, onSearch]);

  return (
    <div className={clsx("relative min-w-0", className)}>
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted"
      />
      <input
        type="search"
        aria-label={label}
        data-shortcut="search"
        placeholder={placeholder}
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
