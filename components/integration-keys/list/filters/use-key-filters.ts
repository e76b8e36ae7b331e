"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";

import { keyFilterSearch, readKeyFilters, type KeyListFilters } from "./key-filters";

type Change = { readonly [Name in keyof KeyListFilters]?: KeyListFilters[Name] | undefined };

/**
 * The list's filters, which live in the address alone. A choice is a step that Back undoes; typing is not. Next keeps
 * useSearchParams in step with the history, so no page is asked for: the list asks the BFF.
 */
export function useKeyFilters() {
  const pathname = usePathname();
  const search = useSearchParams();
  const filters = useMemo(() => readKeyFilters((name) => search.get(name)), [search]);

  const go = useCallback(
    (next: KeyListFilters, isStep: boolean) => {
      const query = keyFilterSearch(next);
      const address = query === "" ? pathname : `${pathname}?${query}`;
      if (isStep) window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
    },
    [pathname],
  );
  const change = useCallback(
    (changed: Change, isStep = true) => {
      const next = { ...filters, ...changed };
      go(
        readKeyFilters((name) => next[name as keyof KeyListFilters]),
        isStep,
      );
    },
    [filters, go],
  );
  const clear = useCallback(() => go({}, true), [go]);
  return { filters, change, clear };
}
