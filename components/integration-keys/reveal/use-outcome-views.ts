"use client";

import { useCallback, useEffect, useState } from "react";

type OutcomeViews = typeof import("./outcome-views");

/**
 * Loads what a form needs from the moment on that somebody fills it in, which is not part of the page's first load: what
 * finds its faults, and what shows the key that was made. A key must not be sent for before that is here: `load` says so.
 */
export function useOutcomeViews() {
  const [views, setViews] = useState<OutcomeViews | null>(null);
  const load = useCallback(async () => {
    const { AppMade, LostSecret, RevealDialog } = await import("./outcome-views");
    await import("@/components/integration-keys/form/submission/key-form-faults");
    setViews({ AppMade, LostSecret, RevealDialog });
  }, []);
  // The system here is the person: the first touch of the page fetches the views. Where that fails, sending tries once
  // more, and says so if it fails again.
  useEffect(() => {
    const touched = new AbortController();
    const preload = () => {
      touched.abort();
      load().catch(() => undefined);
    };
    for (const sign of ["focusin", "pointerdown", "keydown"]) {
      document.addEventListener(sign, preload, { signal: touched.signal });
    }
    return () => touched.abort();
  }, [load]);
  return { views, load };
}
