"use client";

import { onlineManager } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

const subscribe = (changed: () => void) => onlineManager.subscribe(changed);

/** Says that there is no network, for as long as there is none: what is shown grows old, and nothing can be changed. */
export function OfflineBand() {
  const isOnline = useSyncExternalStore(
    subscribe,
    () => onlineManager.isOnline(),
    () => true,
  );
  return (
    <output className="sticky top-0 z-30 bg-caution-soft px-4 py-1.5 text-sm text-caution empty:hidden nav:px-8">
      {isOnline ? null : (
        <span>
          No network. What is shown may be out of date, and nothing can be changed until it is back.
        </span>
      )}
    </output>
  );
}
