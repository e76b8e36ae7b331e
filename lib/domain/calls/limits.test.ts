import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  activeKeyFault,
  ACTIVE_KEYS_PER_ACCOUNT,
  BURST_SECONDS,
  callLimits,
  HOUR_SECONDS,
  hourlyReset,
  limitFault,
  limitsInForce,
  OWN_LIMITS_MAX,
  secondsToNextWindow,
  windowStart,
} from "./limits";

const anInstant = fc.date({ min: new Date(0), max: new Date("2100-01-01T00:00:00Z"), noInvalidDate: true });

describe("limits of an account's own (R10)", () => {
  const usual = { activeKeys: null, hourly: null, burst: null };
  it("stand in for those of its environment, each by itself", () => {
    expect(limitsInForce("production", usual)).toEqual({
      activeKeys: ACTIVE_KEYS_PER_ACCOUNT,
      hourly: 3_000,
      burst: 500,
    });
    expect(limitsInForce("sandbox", { ...usual, hourly: 1 })).toEqual({
      activeKeys: 100,
      hourly: 1,
      burst: 200,
    });
  });

  it.each(["activeKeys", "hourly", "burst"] as const)("%s is a whole number within its bounds", (name) => {
    for (const good of [null, 1, OWN_LIMITS_MAX[name]]) {
      expect(limitFault({ ...usual, [name]: good })).toBeNull();
    }
    for (const bad of [0, -1, 1.5, OWN_LIMITS_MAX[name] + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(limitFault({ ...usual, [name]: bad })).toBe(name);
    }
  });
});

describe("another active key (R10)", () => {
  it.each([
    [{ active: 0, working: 0 }, null],
    [{ active: 1, working: 3 }, null],
    [{ active: 2, working: 2 }, /has 2 active keys/],
    [{ active: 3, working: 3 }, /has 2 active keys/],
    [{ active: 1, working: 4 }, /has 4 keys that work/],
  ])("beside %o in an account that may have 2: refused by %s", (keys, refusal) => {
    const fault = activeKeyFault(keys, 2);
    if (refusal === null) expect(fault).toBeNull();
    else expect(fault).toMatch(refusal);
  });
});

describe("limits of calls (R10)", () => {
  it("are 3,000 an hour, and 200 or 500 in 30 s", () => {
    expect(callLimits("sandbox")).toEqual({ hourly: 3_000, burst: 200 });
    expect(callLimits("production")).toEqual({ hourly: 3_000, burst: 500 });
  });

  it.each([
    ["2026-11-22T09:00:00.000Z", HOUR_SECONDS, "2026-11-22T09:00:00.000Z", 3_600],
    ["2026-11-22T09:59:59.999Z", HOUR_SECONDS, "2026-11-22T09:00:00.000Z", 1],
    ["2026-11-22T09:30:29.001Z", BURST_SECONDS, "2026-11-22T09:30:00.000Z", 1],
    ["2026-11-22T09:30:30.000Z", BURST_SECONDS, "2026-11-22T09:30:30.000Z", 30],
  ])("at %s count in the window of %i s from %s, and begin anew in %i s", (at, seconds, start, wait) => {
    expect(windowStart(new Date(at), seconds)).toEqual(new Date(start));
    expect(secondsToNextWindow(new Date(at), seconds)).toBe(wait);
  });

  it("put every instant into exactly one window, and the wait ends in the next one", () => {
    fc.assert(
      fc.property(anInstant, fc.constantFrom(HOUR_SECONDS, BURST_SECONDS), (at, seconds) => {
        const start = windowStart(at, seconds);
        expect(start <= at).toBe(true);
        expect(at.getTime() - start.getTime()).toBeLessThan(seconds * 1000);
        const later = new Date(at.getTime() + secondsToNextWindow(at, seconds) * 1000);
        expect(windowStart(later, seconds).getTime()).toBe(start.getTime() + seconds * 1000);
      }),
    );
  });

  it("reset at the next full hour, in epoch seconds", () => {
    expect(hourlyReset(new Date("2026-11-22T09:00:00.000Z")) * 1000).toBe(Date.parse("2026-11-22T10:00:00Z"));
    expect(hourlyReset(new Date("2026-11-22T09:59:59.999Z")) * 1000).toBe(Date.parse("2026-11-22T10:00:00Z"));
  });
});
