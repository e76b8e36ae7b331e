import { assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";

import { VERDICT_GROUPS } from "@/lib/domain/verdict/verdict-group";
import {
  axisLabels,
  axisTicks,
  bucketLabel,
  countsText,
  laneHeights,
  laneTotal,
  LANES,
  lowAxisTicks,
  spanOfStretch,
  stackBars,
  sumStretch,
  type Bucket,
} from "./chart-geometry";

const NONE = { allowed: 0, insufficient_scope: 0, ended: 0, limited: 0, other: 0 };
const START = Date.parse("2026-06-14T22:00:00Z");
const hours = (count: number): Bucket[] =>
  Array.from({ length: count }, (_, index) => ({
    at: new Date(START + index * 3_600_000).toISOString(),
    counts: { ...NONE, allowed: index },
  }));

describe("the chart of calls", () => {
  it("draws allowed and refused calls in lanes of their own, every verdict in one of them", () => {
    const [allowed, refused] = LANES;
    expect(LANES.flatMap((lane) => lane.groups)).toEqual(VERDICT_GROUPS);
    expect(allowed.groups).toEqual(["allowed"]);
    const buckets = [{ at: "", counts: { ...NONE, allowed: 6, limited: 2, ended: 1 } }];
    expect(stackBars(allowed, buckets, 10)).toEqual([[{ group: "allowed", from: 0, to: 0.6 }]]);
    expect(stackBars(refused, buckets, 4)).toEqual([
      [
        { group: "ended", from: 0, to: 0.25 },
        { group: "limited", from: 0.25, to: 0.75 },
      ],
    ]);
    expect(LANES.map((lane) => laneTotal(lane, { ...NONE, allowed: 6, limited: 2, ended: 1 }))).toEqual([
      6, 3,
    ]);
  });

  it.each([
    [
      { allowed: 9, refused: 1 },
      { allowed: 144, refused: 56 },
    ],
    [
      { allowed: 9, refused: 0 },
      { allowed: 192, refused: 8 },
    ],
    [
      { allowed: 0, refused: 1 },
      { allowed: 8, refused: 192 },
    ],
  ])("gives the room of a lane without calls to the other: %j", (calls, heights) => {
    expect(laneHeights(calls)).toEqual(heights);
  });

  it("has a low axis of two round numbers that reaches the most", () => {
    expect([0, 1, 7, 10, 37, 104, 1_999].map((most) => lowAxisTicks(most)[1])).toEqual([
      1, 1, 7, 10, 37, 110, 2_000,
    ]);
    assert(
      property(integer({ min: 0, max: 10_000_000 }), (most) => {
        const [foot, top] = lowAxisTicks(most);
        expect(foot).toBe(0);
        expect(top).toBeGreaterThanOrEqual(Math.max(1, most));
        expect(top).toBeLessThanOrEqual(Math.max(1, most * 1.1));
        expect(Number.isInteger(top)).toBe(true);
      }),
    );
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
