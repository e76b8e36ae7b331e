"use client";

import { useEffect, useEffectEvent } from "react";

/**
 * Keeps a secret that is on screen from being lost by accident: leaving the page asks the browser's question, and
 * Back asks ours. A page that is left all the same lets go of the secret before the browser can keep it.
 */
export function useRevealGuard(onBack: () => void, onLeave: () => void): void {
  const stay = useEffectEvent(() => {
    window.history.pushState(null, "", window.location.href);
    onBack();
  });
  const leave = useEffectEvent(onLeave);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    const onPopState = () => stay();
    const onPageHide = () => leave();
    // An entry of its own for Back to take away. It is replaced when the dialog is done.
    window.history.pushState(null, "", window.location.href);
    window.addEventListener("beforeunload", warn);
    window.addEventListener("pagehide", onPageHide);
    window.addEventListener("popstate", onPopState);
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("pagehide", onPageHide);
      window.removeEventListener("popstate", onPopState);
    };
  }, []);
}
