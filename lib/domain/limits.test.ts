import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  BURST_SECONDS,
  callLimits,
  HOUR_SECONDS,
  hourlyReset,
  secondsToNextWindow,
  windowStart,
} from "./limits";

const anInstant = fc.date({ min: new Date(0), max: new Date("2100-01-01T00:00:00Z"), noInvalidDate: true });

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
