/** R10 in words: how many keys an account has of those that it may have, and what to do where none is left. */
import { limitState, type LimitState } from "@/lib/domain/calls/limit-state";
import { count, number } from "@/lib/domain/format/numbers";

type Capacity = {
  readonly counts: { readonly active: number; readonly retiring: number };
  readonly activeLimit: number;
};

export type CapacityWords = {
  readonly state: LimitState;
  /** "43 of 100 active keys". */
  readonly text: string;
  /** What follows from it; null where nothing does. */
  readonly advice: string | null;
};

/**
 * How many keys an account has of those that it may have, in words.
 * @param isAdmin whether the person can revoke keys of others, and ask support for more
 */
export function capacityWords({ counts, activeLimit }: Capacity, isAdmin: boolean): CapacityWords {
  const state = limitState(counts.active, activeLimit);
  const text = `${number(counts.active)} of ${count(activeLimit, "active key")}`;
  return { state, text, advice: adviceOf(state, activeLimit - counts.active, isAdmin) };
}

function adviceOf(state: LimitState, left: number, isAdmin: boolean): string | null {
  const more = isAdmin ? "or ask support for a higher limit" : "or ask an admin of this account";
  if (state === "ample") return null;
  if (state === "tight") {
    return `${count(left, "more key")} can be created. Then revoke one that is no longer needed first, ${more}.`;
  }
  return `No key can be created. Revoke one that is no longer needed, ${more}. Active keys can still be replaced.`;
}
