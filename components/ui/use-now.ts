"use client";

import { useEffect, useState } from "react";

const TICK_MILLISECONDS = 30_000;

/**
 * The server's clock, going on in the browser: starts at the instant the page was made with, so that both draw the
 * same words, and moves on by what has passed since, whatever the browser's own clock says.
 * @param start ISO 8601, from the server
 */
export function useNow(start: string): string {
  const [now, setNow] = useState(start);
  useEffect(() => {
    const began = performance.now();
    const timer = setInterval(
      () => setNow(new Date(Date.parse(start) + performance.now() - began).toISOString()),
      TICK_MILLISECONDS,
    );
    return () => clearInterval(timer);
  }, [start]);
  return now;
}
