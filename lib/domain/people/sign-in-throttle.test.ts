import { describe, expect, it } from "vitest";

import { DAY_MS } from "../time/durations";
import { admitTry, isSuspect, takeBack, THROTTLES, type Tally, type ThrottleKind } from "./sign-in-throttle";

const START = new Date("2026-11-29T06:00:00Z");
const after = (ms: number) => new Date(START.getTime() + ms);
const tallied = (count: number, lastAt = START): Tally => ({ count, windowStart: START, lastAt });
const KINDS = Object.keys(THROTTLES) as ThrottleKind[];
const LIMITED = ["pair", "session"] as const;

/** How many tries are looked at of one every `everyMs`, for as long as `forMs`. */
function lookedAt(kind: ThrottleKind, everyMs: number, forMs: number): number {
  let tally: Tally | null = null;
  let count = 0;
  for (let at = 0; at < forMs; at += everyMs) {
    const admission = admitTry(kind, tally, after(at));
    if (!admission.isAdmitted) continue;
    tally = admission.next;
    count += 1;
  }
  return count;
}

describe("a try", () => {
  it.each(KINDS)("is looked at where none has failed: %s", (kind) => {
    const next = { count: 1, windowStart: START, lastAt: START };
    expect(admitTry(kind, null, START)).toEqual({ isAdmitted: true, next });
  });

  it.each(LIMITED)(
    "is looked at ten times in a quarter of an hour, and then told when to come: %s",
    (kind) => {
      expect(admitTry(kind, tallied(9), after(1_000))).toMatchObject({
        isAdmitted: true,
        next: { count: 10 },
      });
      expect(admitTry(kind, tallied(10), after(60_000))).toEqual({ isAdmitted: false, waitMs: 14 * 60_000 });
      expect(admitTry(kind, tallied(10), after(15 * 60_000))).toMatchObject({
        isAdmitted: true,
        next: { count: 1, windowStart: after(15 * 60_000) },
      });
      expect(lookedAt(kind, 1_000, 15 * 60_000)).toBe(10);
    },
  );

  it("is never refused for its origin alone, which makes it stricter with each person that it names", () => {
    expect(admitTry("origin", tallied(100_000), after(1)).isAdmitted).toBe(true);
    expect([49, 50].map((count) => isSuspect(tallied(count), after(1)))).toEqual([false, true]);
    expect(isSuspect(tallied(50), after(15 * 60_000))).toBe(false);
    expect(isSuspect(null, START)).toBe(false);
    expect([2, 3].map((count) => admitTry("pair", tallied(count), after(1), true).isAdmitted)).toEqual([
      true,
      false,
    ]);
    // Strict with new pairs only: a browser that is known is not a guesser's.
    expect(admitTry("device", tallied(3), after(1), true).isAdmitted).toBe(true);
  });
});

describe("guessers everywhere at one person", () => {
  it("are not slowed down for the first hundred of a day, so that eleven lock nobody out", () => {
    expect(admitTry("person", tallied(11), START).isAdmitted).toBe(true);
    expect(admitTry("person", tallied(99), START).isAdmitted).toBe(true);
  });

  it.each([
    [100, 1_000],
    [124, 1_000],
    [125, 2_000],
    [150, 4_000],
    [325, 512_000],
    [350, 900_000],
    [100_000, 900_000],
  ])("wait after %i failures %i ms, and never longer than a quarter of an hour", (count, waitMs) => {
    expect(admitTry("person", tallied(count), START)).toEqual({ isAdmitted: false, waitMs });
    expect(admitTry("person", tallied(count), after(waitMs)).isAdmitted).toBe(true);
  });

  it("are bounded, however many they are", () => {
    expect(lookedAt("person", 100, DAY_MS)).toBeLessThan(500);
  });
});

describe("a browser that is known", () => {
  it.each([
    [10, 60_000],
    [14, 60_000],
    [15, 120_000],
    [30, 900_000],
    [100_000, 900_000],
  ])("waits after %i wrong passwords of its own %i ms, and is never shut out for good", (count, waitMs) => {
    expect(admitTry("device", tallied(count), START)).toEqual({ isAdmitted: false, waitMs });
    expect(admitTry("device", tallied(count), after(waitMs)).isAdmitted).toBe(true);
  });

  it("is no way to guess for whoever has taken it: ten tries, and some hundred more in a day", () => {
    expect(admitTry("device", tallied(9), START).isAdmitted).toBe(true);
    expect(lookedAt("device", 1_000, DAY_MS)).toBeLessThan(130);
  });
});

it("takes back a try that was right, and no more", () => {
  expect(takeBack(tallied(3)).count).toBe(2);
  expect(takeBack(tallied(0)).count).toBe(0);
});
