"use client";

import { useCallback, useEffect, useState } from "react";

type RevealDialog = typeof import("./reveal-dialog").RevealDialog;

/** The dialog is not part of the page's first load. A key must not be sent for before it is here: `load` says so. */
export function useRevealDialog() {
  const [Dialog, setDialog] = useState<RevealDialog | null>(null);
  const load = useCallback(async () => {
    const { RevealDialog } = await import("./reveal-dialog");
    setDialog(() => RevealDialog);
  }, []);
  // The system here is the person: the first touch of the page fetches the dialog. Where that fails, sending tries once
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
  return { Dialog, load };
}
