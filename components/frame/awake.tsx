"use client";

import { useEffect } from "react";

import { makeUpForEarlyActs } from "./make-up";

/** Makes up for what was done before the page could answer. */
export function Awake() {
  // The systems here are the document, and what the browser did before React was there.
  useEffect(() => makeUpForEarlyActs(), []);
  return null;
}
