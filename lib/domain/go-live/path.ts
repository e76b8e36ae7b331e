/** The way of a developer from nothing to a key in production, as steps: what is done, what is next, what waits for others. */
import type { GoLiveState } from "./journey";
import { CALLS_NEEDED } from "./readiness";
import type { GoLivePolicy } from "./review";

export const PATH_STEPS = ["key", "call", "calls", "review", "migration", "live"] as const;
export type PathStepCode = (typeof PATH_STEPS)[number];

export type PathStep = {
  readonly code: PathStepCode;
  /** waiting: it is with the operator's support. */
  readonly status: "done" | "next" | "waiting" | "later";
};

/** What is known of the key that has come furthest; of an account without one all is as at the beginning. */
export type PathFacts = {
  readonly policy: GoLivePolicy;
  readonly hasKey: boolean;
  readonly hasCalled: boolean;
  /** Calls that count in the best 24 hours. */
  readonly callsCounted: number;
  readonly state: GoLiveState;
};

/** Which steps a state alone proves. */
const REACHED: Record<GoLiveState, PathStepCode | null> = {
  demo: null,
  review_failed: null,
  review_expired: null,
  review_pending: "calls",
  review_passed: "review",
  declined: "review",
  withdrawn: "review",
  migration_requested: "migration",
  live: "live",
};

/**
 * The steps in their order. Exactly one is next or waiting, until all are done. A step is done where one after it is,
 * whatever is known of it itself: calls that a review rested on grow old.
 */
export function goLivePath(facts: PathFacts): PathStep[] {
  const { policy, state } = facts;
  const codes = PATH_STEPS.filter((code) => code !== "calls" || policy === "calls");
  const done = Math.max(...codes.map((code, index) => (isDone(code, facts) ? index : -1)));
  const waiting = state === "review_pending" || state === "migration_requested";
  return codes.map((code, index) => {
    if (index <= done) return { code, status: "done" };
    if (index > done + 1) return { code, status: "later" };
    return { code, status: waiting ? "waiting" : "next" };
  });
}

function isDone(code: PathStepCode, { hasKey, hasCalled, callsCounted, state }: PathFacts): boolean {
  const reached = REACHED[state];
  if (reached !== null && PATH_STEPS.indexOf(code) <= PATH_STEPS.indexOf(reached)) return true;
  switch (code) {
    case "key":
      return hasKey;
    case "call":
      return hasCalled;
    case "calls":
      return callsCounted >= CALLS_NEEDED;
    case "review":
    case "migration":
    case "live":
      return false;
  }
}
