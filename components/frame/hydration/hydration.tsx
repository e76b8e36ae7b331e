"use client";

import { useEffect } from "react";

import { replayEvents } from "./event-replay";

/** Replays what was clicked and typed before the page was hydrated, and marks it as hydrated. */
export function Hydration() {
  // The systems here are the document, and what the browser did before React was there.
  useEffect(() => replayEvents(), []);
  return null;
}
