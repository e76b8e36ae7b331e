import { describe, expect, it } from "vitest";

import { DAY_MS, HOUR_MS } from "../time/durations";
import { bucketsOf, openingRange, spanOfChoice, spanOfRange } from "./usage-range";
import { CALL_CODES } from "../verdict/refusals";
import { codesOf, VERDICT_GROUPS } from "../verdict/verdict-group";

const NOW = new Date("2026-06-15T12:34:56.789Z");

describe("spans of usage", () => {
  it("end with the hour or day that is under way", () => {
    expect(spanOfRange("24h", NOW)).toEqual({
      from: new Date("2026-06-14T13:00:00Z"),
      to: new Date("2026-06-15T13:00:00Z"),
      step: "hour",
    });
    expect(spanOfRange("30d", NOW)).toEqual({
      from: new Date("2026-05-17T00:00:00Z"),
      to: new Date("2026-06-16T00:00:00Z"),
      step: "day",
    });
  });

  it.each([
    ["24h", 24, HOUR_MS],
    ["7d", 168, HOUR_MS],
    ["30d", 30, DAY_MS],
  ] as const)("cuts %s into %i buckets", (range, count, size) => {
    const buckets = bucketsOf(spanOfRange(range, NOW));
    expect(buckets).toHaveLength(count);
    expect((buckets[1]?.getTime() ?? 0) - (buckets[0]?.getTime() ?? 0)).toBe(size);
  });

  it("widens a choice to whole hours, so that no call of it is cut off", () => {
    expect(spanOfChoice(new Date("2026-06-15T09:59:00Z"), new Date("2026-06-15T10:01:00Z"))).toEqual({
      from: new Date("2026-06-15T09:00:00Z"),
      to: new Date("2026-06-15T11:00:00Z"),
      step: "hour",
    });
  });
});

describe("the range on which usage opens", () => {
  it.each([
    ["never called", null, "24h"],
    ["called this minute", "2026-06-15T12:34:00Z", "24h"],
    ["called in the first hour of the last 24", "2026-06-14T13:00:00Z", "24h"],
    ["called just before the last 24 hours", "2026-06-14T12:59:59.999Z", "30d"],
    ["called three days ago", "2026-06-12T08:00:00Z", "30d"],
    ["called on the first of the last 30 days", "2026-05-17T00:00:00Z", "30d"],
    ["called just before the last 30 days", "2026-05-16T23:59:59.999Z", "24h"],
    ["called a year ago", "2025-06-15T12:00:00Z", "24h"],
  ])("%s", (_case, lastCallAt, range) => {
    expect(openingRange(lastCallAt === null ? null : new Date(lastCallAt), NOW)).toBe(range);
  });
});

describe("verdict groups", () => {
  it("put every verdict in exactly one group", () => {
    expect(VERDICT_GROUPS.flatMap(codesOf).toSorted()).toEqual([...CALL_CODES].toSorted());
    expect(codesOf("refused")).toEqual(CALL_CODES.filter((code) => code !== "allowed"));
  });
});
