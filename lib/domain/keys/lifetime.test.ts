import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  addLifetime,
  CEILING_DAYS,
  DEFAULT_POLICY,
  expiryRefusal,
  expiryRefusalText,
  LIFETIME_CHOICES,
  lifetimeText,
  OVERLAP_SECONDS,
} from "./lifetime";

const anInstant = fc.date({
  min: new Date("2020-01-01T00:00:00Z"),
  max: new Date("2060-01-01T00:00:00Z"),
  noInvalidDate: true,
});

describe("adding a lifetime", () => {
  it.each([
    ["2026-11-22T09:30:15.250Z", 1, "2026-11-23T09:30:15.250Z"],
    ["2026-11-22T09:30:15.250Z", 365, "2027-11-22T09:30:15.250Z"],
    ["2027-03-01T00:00:00.000Z", 365, "2028-03-01T00:00:00.000Z"], // over 29 February 2028: 366 days
    ["2028-02-28T12:00:00.000Z", 365, "2029-02-28T12:00:00.000Z"],
    ["2028-02-29T12:00:00.000Z", 365, "2029-03-01T12:00:00.000Z"], // 2029 has no 29 February
    ["2028-02-29T12:00:00.000Z", 1460, "2032-02-29T12:00:00.000Z"],
    ["2026-11-22T09:30:15.250Z", 3650, "2036-11-22T09:30:15.250Z"],
    ["2026-12-31T23:59:59.999Z", 1, "2027-01-01T23:59:59.999Z"],
    ["2028-02-28T00:00:00.000Z", 2, "2028-03-01T00:00:00.000Z"],
    ["2026-03-28T23:30:00.000Z", 1, "2026-03-29T23:30:00.000Z"], // summer time begins in Europe: UTC does not care
  ])("%s and %i days is %s", (from, days, expected) => {
    expect(addLifetime(new Date(from), days).toISOString()).toBe(expected);
  });

  it("keeps the time of day to the millisecond, and a longer lifetime ends later", () => {
    fc.assert(
      fc.property(anInstant, fc.integer({ min: 1, max: CEILING_DAYS - 1 }), (from, days) => {
        const end = addLifetime(from, days);
        expect(end.toISOString().slice(11)).toBe(from.toISOString().slice(11));
        expect(addLifetime(from, CEILING_DAYS).getTime()).toBeGreaterThan(end.getTime());
      }),
    );
  });
});

describe("what an expiry may be (R5)", () => {
  const now = new Date("2026-11-22T09:30:00.000Z");

  it.each([
    ["2026-11-22T09:30:00.000Z", 365, "expiry_in_past"],
    ["2026-11-22T09:30:00.001Z", 365, null],
    ["1970-01-01T00:00:00.000Z", 3650, "expiry_in_past"],
    ["2027-11-22T09:30:00.000Z", 365, null],
    ["2027-11-22T09:30:00.001Z", 365, "expiry_beyond_policy"],
    ["2036-11-22T09:30:00.000Z", 3650, null],
    ["2036-11-22T09:30:00.001Z", 3650, "expiry_beyond_ceiling"],
    ["2036-11-22T09:30:00.001Z", 365, "expiry_beyond_ceiling"],
    ["9999-12-31T23:59:59.999Z", 3650, "expiry_beyond_ceiling"],
    ["2026-12-22T09:30:00.001Z", 30, "expiry_beyond_policy"],
  ] as const)("%s under a policy of %i days: %s", (expiresAt, days, expected) => {
    expect(expiryRefusal(new Date(expiresAt), now, days)).toBe(expected);
  });

  it("never lets a policy reach past ten years", () => {
    fc.assert(
      fc.property(anInstant, fc.integer({ min: 1, max: 100_000 }), (from, days) => {
        const beyond = new Date(addLifetime(from, CEILING_DAYS).getTime() + 1);
        expect(expiryRefusal(beyond, from, days)).toBe("expiry_beyond_ceiling");
      }),
    );
  });

  it("is one year unless an admin raises it, and every choice on offer is within the ceiling", () => {
    expect(DEFAULT_POLICY).toEqual({ defaultLifetimeDays: 365, maximumLifetimeDays: 365 });
    expect(CEILING_DAYS).toBe(3650);
    expect(LIFETIME_CHOICES.every((days) => days <= CEILING_DAYS)).toBe(true);
    expect(OVERLAP_SECONDS).toEqual([0, 3600, 24 * 3600, 7 * 24 * 3600, 30 * 24 * 3600]);
  });

  it("says the limit in the words of a calendar", () => {
    expect([1, 7, 90, 365, 730, 3650].map(lifetimeText)).toEqual([
      "1 day",
      "7 days",
      "90 days",
      "1 year",
      "2 years",
      "10 years",
    ]);
    expect(expiryRefusalText("expiry_beyond_policy", 365)).toContain("at most 1 year");
    expect(expiryRefusalText("expiry_beyond_ceiling", 365)).toContain("10 years");
    expect(expiryRefusalText("expiry_in_past", 365)).toContain("past");
  });
});
