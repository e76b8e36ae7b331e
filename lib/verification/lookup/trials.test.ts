import { describe, expect, it } from "vitest";

import { createTrials, type Trials } from "./trials";

/** How many of 1,600 turns are tries, all of which come to the same. */
function triedOf(trials: Trials, isOfUse: boolean): number {
  let tried = 0;
  for (let turn = 0; turn < 1_600; turn += 1) {
    if (!trials.isDue()) continue;
    tried += 1;
    trials.tell(isOfUse);
  }
  return tried;
}

describe("what may be in vain", () => {
  it("is tried each time while it is of use, seldom while it is not, and not at first", () => {
    const trials = createTrials();
    expect(trials.isDue()).toBe(false);
    expect(triedOf(trials, false)).toBe(100);
    expect(triedOf(trials, true)).toBeGreaterThan(1_300);
    expect(triedOf(trials, true)).toBe(1_600);
    expect(triedOf(trials, false)).toBeLessThan(150);
  });
});
