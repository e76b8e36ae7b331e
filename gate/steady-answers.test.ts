import { describe, expect, it } from "vitest";

import { isSteady, leaveSteadily } from "./steady-answers";

/** Turns of the event loop take this long. */
const TURN_MS = 0.01;

/** A clock whose timers fire late by what is given. */
function arrange(nowMs: number, lateMs: number) {
  const state = { nowMs, left: Number.NaN };
  const due: { readonly atMs: number; readonly run: () => void }[] = [];
  const timers = {
    now: () => state.nowMs,
    after: (run: () => void, delayMs: number) => void due.push({ atMs: state.nowMs + delayMs + lateMs, run }),
    soon: (run: () => void) => void due.push({ atMs: state.nowMs + TURN_MS, run }),
  };
  return {
    leaveFor: (since: number) => {
      leaveSteadily(since, () => (state.left = state.nowMs), timers);
      for (let timer = due.shift(); timer; timer = due.shift()) {
        state.nowMs = Math.max(state.nowMs, timer.atMs);
        timer.run();
      }
      return state.left - since;
    },
  };
}

describe("a steady answer", () => {
  const ready = [0.3, 1, 2.2, 4.999, 7.5, 9.2, 9.99];
  it.each(ready.flatMap((tookMs) => [-0.9, 0, 0.4, 1.1].map((lateMs) => [tookMs, lateMs] as const)))(
    "leaves at the same time if it was ready after %d ms, with timers that are %d ms late",
    (tookMs, lateMs) => {
      const leftAfter = arrange(1_000.25 + tookMs, lateMs).leaveFor(1_000.25);
      expect(leftAfter).toBeGreaterThanOrEqual(10);
      expect(leftAfter).toBeLessThanOrEqual(10 + 2 * TURN_MS);
    },
  );

  it("leaves one step later if it was ready after one step", () => {
    expect(arrange(1_000 + 10.01, 0).leaveFor(1_000)).toBeCloseTo(20, 1);
    expect(arrange(1_000 + 64, 0).leaveFor(1_000)).toBeCloseTo(70, 1);
  });

  it("is one that tells of a key's existence or state, and no other", () => {
    const steady = (["unknown_key", "revoked_key", "expired_key", "wrong_environment"] as const).map(
      isSteady,
    );
    const prompt = (["missing_key", "malformed_key", "burst_limit_exceeded", "ip_not_allowed"] as const).map(
      isSteady,
    );
    expect([...steady, ...prompt]).toEqual([true, true, true, true, false, false, false, false]);
  });
});
