import { describe, expect, it } from "vitest";

import {
  clock,
  exactDay,
  exactMinute,
  exactTime,
  isoDay,
  preciseTime,
  relativeTime,
  shortDay,
  span,
  waitText,
  zonedDay,
  zonedMoment,
} from "./dates";

const NOW = "2026-11-22T09:20:46.000Z";
const ago = (milliseconds: number) => new Date(Date.parse(NOW) - milliseconds).toISOString();

describe("exact times", () => {
  it("name the zone", () => {
    expect(exactTime("2026-03-01T02:03:04.999Z")).toBe("1 Mar 2026, 02:03:04 UTC");
  });

  it("show an instant of another zone in UTC", () => {
    expect(exactTime("2026-01-01T00:30:00+02:00")).toBe("31 Dec 2025, 22:30:00 UTC");
    expect(exactDay("2026-01-01T00:30:00+02:00")).toBe("31 Dec 2025");
  });
});

describe("an instant", () => {
  const AT = "2026-09-22T09:20:46.120Z";
  it.each([
    [shortDay, "22 Sep"],
    [exactDay, "22 Sep 2026"],
    [exactMinute, "22 Sep 2026, 09:20 UTC"],
    [exactTime, "22 Sep 2026, 09:20:46 UTC"],
    [preciseTime, "2026-09-22 09:20:46.120 UTC"],
    [isoDay, "2026-09-22"],
    [clock, "09:20"],
  ])("as %o is %s, from a date and from its text", (write, text) => {
    expect(write(AT)).toBe(text);
    expect(write(new Date(AT))).toBe(text);
  });

  it("is written by the clock of another zone, with seconds where there are any", () => {
    expect(zonedDay("2026-01-01T00:30:00Z", "America/New_York")).toBe("31 Dec 2025");
    expect(zonedMoment("2026-01-01T00:30:00Z", "America/New_York")).toBe("31 Dec 2025, 19:30");
    expect(zonedMoment("2026-01-01T00:30:05Z", "Asia/Kolkata")).toBe("1 Jan 2026, 06:00:05");
  });
});

describe("relative times", () => {
  it.each([
    [0, "just now"],
    [59_999, "just now"],
    [60_000, "1 minute ago"],
    [3_599_999, "59 minutes ago"],
    [3_600_000, "1 hour ago"],
    [86_400_000, "1 day ago"],
    [29 * 86_400_000, "29 days ago"],
    [30 * 86_400_000, "1 month ago"],
    [364 * 86_400_000, "12 months ago"],
    [365 * 86_400_000, "1 year ago"],
    [-1, "in less than a minute"],
    [-2 * 86_400_000, "in 2 days"],
    [-3_650 * 86_400_000, "in 10 years"],
  ])("%i ms before now reads %s", (milliseconds, text) => {
    expect(relativeTime(ago(milliseconds), NOW)).toBe(text);
  });

  it("never promise more than is left", () => {
    expect(span(2 * 3_600_000 - 1)).toBe("1 hour");
    expect(span(-30_000)).toBe("less than a minute");
  });
});

describe("a wait", () => {
  it.each([
    [1, "1 second"],
    [1_001, "2 seconds"],
    [90_000, "90 seconds"],
    [90_001, "2 minutes"],
    [900_000, "15 minutes"],
  ])("of %i ms is told as %s", (waitMs, text) => {
    expect(waitText(waitMs)).toBe(text);
  });
});
