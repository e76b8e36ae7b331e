import { assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";

import {
  axisLabels,
  axisTicks,
  bucketLabel,
  countsText,
  spanOfStretch,
  stackBars,
  sumStretch,
  type Bucket,
} from "./call-chart";

const NONE = { allowed: 0, insufficient_scope: 0, ended: 0, limited: 0, other: 0 };
const START = Date.parse("2026-06-14T22:00:00Z");
const hours = (count: number): Bucket[] =>
  Array.from({ length: count }, (_, index) => ({
    at: new Date(START + index * 3_600_000).toISOString(),
    counts: { ...NONE, allowed: index },
  }));

describe("the chart of calls", () => {
  it("stacks the verdicts of a bucket from the foot up, leaving out those that did not occur", () => {
    const bars = stackBars([{ at: "", counts: { ...NONE, allowed: 6, limited: 2 } }], 10);
    expect(bars).toEqual([
      [
        { group: "allowed", from: 0, to: 0.6 },
        { group: "limited", from: 0.6, to: 0.8 },
      ],
    ]);
  });

  it("has an axis of few whole numbers that reaches the most", () => {
    expect(axisTicks(0)).toEqual([0, 1]);
    expect(axisTicks(3)).toEqual([0, 1, 2, 3]);
    expect(axisTicks(37)).toEqual([0, 10, 20, 30, 40]);
    assert(
      property(integer({ min: 0, max: 10_000_000 }), (most) => {
        const ticks = axisTicks(most);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.every(Number.isInteger)).toBe(true);
      }),
    );
  });

  it("names hours within a day and midnights beyond two", () => {
    expect(axisLabels(hours(24), "hour").map((label) => label.text)).toEqual([
      "00:00",
      "06:00",
      "12:00",
      "18:00",
    ]);
    expect(axisLabels(hours(72), "hour").map((label) => label.text)).toEqual(["15 Jun", "16 Jun", "17 Jun"]);
  });

  it("says each bucket with its zone and its verdicts", () => {
    expect(bucketLabel("2026-06-14T23:00:00.000Z", "hour")).toBe("14 Jun 2026, 23:00–00:00 UTC");
    expect(bucketLabel("2026-06-14T00:00:00.000Z", "day")).toBe("14 Jun 2026 UTC");
    expect(countsText({ ...NONE, allowed: 1_200, ended: 4 })).toBe(
      "1,204 calls: 1,200 allowed and 4 expired or revoked",
    );
    expect(countsText(NONE)).toBe("no calls");
  });

  it("covers a stretch to the end of its last bucket, chosen forwards or backwards", () => {
    const expected = { from: "2026-06-15T00:00:00.000Z", to: "2026-06-15T03:00:00.000Z" };
    expect(spanOfStretch(hours(24), { first: 2, last: 4 }, "hour")).toEqual(expected);
    expect(spanOfStretch(hours(24), { first: 4, last: 2 }, "hour")).toEqual(expected);
    expect(sumStretch(hours(24), { first: 4, last: 2 })).toEqual({ ...NONE, allowed: 9 });
  });
});
