import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { lastDaily, lastWeekly, nextDaily, nextWeekly, retryDelayMs } from "./schedule";

describe("a daily time", () => {
  it.each([
    ["2026-11-22T05:59:59.999Z", "2026-11-21T06:00:00.000Z", "2026-11-22T06:00:00.000Z"],
    ["2026-11-22T06:00:00.000Z", "2026-11-22T06:00:00.000Z", "2026-11-23T06:00:00.000Z"],
    ["2026-12-31T23:59:00.000Z", "2026-12-31T06:00:00.000Z", "2027-01-01T06:00:00.000Z"],
  ])("at %s was last at %s and is next at %s", (now, last, next) => {
    const time = { hour: 6, minute: 0 };
    expect(lastDaily(new Date(now), time).toISOString()).toBe(last);
    expect(nextDaily(new Date(now), time).toISOString()).toBe(next);
  });

  it("is never before the last and never at or before now, whatever the instant", () => {
    const times = fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), times, (at, time) => {
        const now = new Date(at);
        expect(lastDaily(now, time).getTime()).toBeLessThanOrEqual(at);
        expect(nextDaily(now, time).getTime()).toBeGreaterThan(at);
        expect(nextDaily(now, time).getUTCHours()).toBe(time.hour);
      }),
    );
  });
});

it("waits longer after each failure, and an hour at most", () => {
  const delays = Array.from({ length: 20 }, (_, index) => retryDelayMs(index + 1));
  expect(delays.slice(0, 3)).toEqual([30_000, 60_000, 120_000]);
  expect(delays).toEqual(delays.toSorted((a, b) => a - b));
  expect(delays.at(-1)).toBe(3_600_000);
});

describe("a weekly time", () => {
  // 2026-11-30 is a Monday.
  it.each([
    ["2026-11-30T06:59:59.999Z", "2026-11-23T07:00:00.000Z", "2026-11-30T07:00:00.000Z"],
    ["2026-11-30T07:00:00.000Z", "2026-11-30T07:00:00.000Z", "2026-12-07T07:00:00.000Z"],
    ["2026-12-06T23:00:00.000Z", "2026-11-30T07:00:00.000Z", "2026-12-07T07:00:00.000Z"],
  ])("at %s was last at %s and is next at %s", (now, last, next) => {
    const time = { weekday: 1, hour: 7, minute: 0 };
    expect(lastWeekly(new Date(now), time).toISOString()).toBe(last);
    expect(nextWeekly(new Date(now), time).toISOString()).toBe(next);
  });
});
