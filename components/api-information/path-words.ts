/** The way from nothing to production in words: a label for each step, and what comes next with where it is done. */
import type { Route } from "next";

import { keyPage, newKeyPage } from "@/lib/addresses/pages";
import type { PathStep, PathStepCode } from "@/lib/domain/go-live/path";
import { count, number } from "@/lib/domain/format/numbers";

export type Path = {
  readonly steps: readonly PathStep[];
  readonly key: { readonly id: string; readonly name: string; readonly callsCounted: number } | null;
  readonly callsNeeded: number;
};

/** What a step is called; that of the calls says how many are needed. */
export function stepLabel(code: PathStepCode, callsNeeded: number): string {
  return {
    key: "Create a key",
    call: "Make the first call",
    calls: `Make ${number(callsNeeded)} that count`,
    review: "Pass the review",
    migration: "Request migration",
    live: "Live",
  }[code];
}

export type NextStep = {
  readonly text: string;
  /** Where it is done; null where it is done on this page, or by others. */
  readonly act: { readonly label: string; readonly href: Route } | null;
};

/** What comes next for whoever looks, and where; null once all is done. */
export function nextStep(accountId: string, { steps, key, callsNeeded }: Path): NextStep | null {
  const step = steps.find(({ status }) => status === "next" || status === "waiting");
  if (!step) return null;
  const board = key && {
    label: `Go Live of “${key.name}”`,
    href: keyPage(accountId, key.id, { tab: "go-live" }),
  };
  switch (step.code) {
    case "key":
      return {
        text: "A key lets a program call the API as you, with the scopes that you choose.",
        act: { label: "Create the first key", href: newKeyPage(accountId) },
      };
    case "call":
      return {
        text: "The quick start below has a call to copy; its answer is on the key's page a moment later.",
        act: null,
      };
    case "calls":
      return { text: callsText(key?.callsCounted ?? 0, callsNeeded), act: board };
    case "review":
      return step.status === "waiting"
        ? { text: "Support looks at the review. You are told under Notices and by mail.", act: board }
        : {
            text: "Request the review: it says what is missing, or passes the key on to support or production.",
            act: board,
          };
    case "migration":
      return {
        text: "The review is passed. Choose the production account and request the migration.",
        act: board,
      };
    case "live":
      return {
        text: "Support decides on the migration. You are told under Notices and by mail.",
        act: board,
      };
  }
}

function callsText(counted: number, needed: number): string {
  return `${number(counted)} of ${count(needed, "call")} within 24 hours count so far. The board says of each why or why not.`;
}
