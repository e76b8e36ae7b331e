import { describe, expect, it } from "vitest";

import { createSteadyExit, isSteady } from "./steady-answers";

/** Turns of the event loop take this long. */
const TURN_MS = 0.01;
/** A tick of the clock. */
const TICK = 1_000;

/** A clock whose timers fire late by what is given. */
function arrange(nowMs: number, lateMs = 0) {
  const state = { nowMs, steps: 0 };
  const due: { readonly atMs: number; readonly run: () => void }[] = [];
  const add = (atMs: number, run: () => void) => {
    due.push({ atMs, run });
    due.sort((a, b) => a.atMs - b.atMs);
  };
  const leaveSteadily = createSteadyExit({
    now: () => state.nowMs,
    after: (run, delayMs) => add(state.nowMs + delayMs + lateMs, run),
    soon: (run) => add(state.nowMs + TURN_MS, run),
  });
  return {
    /** An answer that is ready at this time. */
    readyAt: (atMs: number, since: number, leave: () => void) => add(atMs, () => leaveSteadily(since, leave)),
    /** @returns timers and turns that it took */
    run: (): number => {
      for (let timer = due.shift(); timer; timer = due.shift()) {
        state.nowMs = Math.max(state.nowMs, timer.atMs);
        state.steps += 1;
        timer.run();
      }
      return state.steps;
    },
    now: () => state.nowMs,
  };
}

/** When an answer leaves whose request came at `since` and that was ready `tookMs` later. */
function leftAt(since: number, tookMs: number, lateMs = 0): number {
  const clock = arrange(since, lateMs);
  let left = Number.NaN;
  clock.readyAt(since + tookMs, since, () => (left = clock.now()));
  clock.run();
  return left;
}

describe("a steady answer", () => {
  const ready = [0.3, 1, 2.2, 4.999, 7.5, 9.2, 9.99];
  it.each(ready.flatMap((tookMs) => [-0.9, 0, 0.4, 1.1].map((lateMs) => [tookMs, lateMs] as const)))(
    "leaves at the same time if it was ready after %d ms, with timers that are %d ms late",
    (tookMs, lateMs) => {
      for (const [since, tick] of [
        [TICK + 0.25, TICK + 20],
        [TICK + 9.75, TICK + 20],
        [TICK + 10.25, TICK + 40],
        [TICK + 19.5, TICK + 40],
      ] as const) {
        const left = leftAt(since, tookMs, lateMs);
        expect(left).toBeGreaterThanOrEqual(tick);
        expect(left).toBeLessThanOrEqual(tick + 2 * TURN_MS);
      }
    },
  );

  it("leaves at the tick after the next step if it was ready after one step", () => {
    expect(leftAt(TICK + 1, 9.99)).toBeCloseTo(TICK + 20, 1);
    expect(leftAt(TICK + 1, 10.01)).toBeCloseTo(TICK + 40, 1);
    expect(leftAt(TICK, 64)).toBeCloseTo(TICK + 80, 1);
  });

  it("costs no more when there are very many: they share the wait for their tick, and leave as they came", () => {
    const [one, many] = [arrange(TICK), arrange(TICK)];
    one.readyAt(TICK + 5, TICK + 1, () => undefined);
    const left: number[] = [];
    const count = 1_000;
    for (let index = 0; index < count; index += 1) {
      // The last to come is the first that is ready.
      many.readyAt(TICK + 8 - index / count, TICK + 1 + index / count, () => void left.push(index));
    }
    expect(many.run() - count).toBeLessThan(2 * one.run());
    expect(left).toEqual(Array.from({ length: count }, (_, index) => index));
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
