import { describe, expect, it } from "vitest";

import { count, exactDay, exactTime, listed, number, relativeTime, span } from "./format";

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

describe("numbers and lists", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1_000, "1,000"],
    [1_234_567, "1,234,567"],
    [-1_234.5, "−1,234.5"],
  ])("%d reads %s", (value, text) => {
    expect(number(value)).toBe(text);
  });

  it("agree with their noun", () => {
    expect(count(1, "call")).toBe("1 call");
    expect(count(0, "call")).toBe("0 calls");
    expect(count(2, "address", "addresses")).toBe("2 addresses");
  });

  it("join as a sentence does", () => {
    expect(listed([])).toBe("");
    expect(listed(["a"])).toBe("a");
    expect(listed(["a", "b"])).toBe("a and b");
    expect(listed(["a", "b", "c"])).toBe("a, b and c");
  });
});
