import { describe, expect, it } from "vitest";

import { sparklineHeights, sparklineSentence } from "./sparkline";

describe("the sparkline", () => {
  it("says how many calls there were, how recent and how bunched", () => {
    expect(sparklineSentence([0, 10, 1_200, 3, 0, 1, 40])).toBe(
      "1,254 calls in the last 7 days: 40 in the last 24 hours, 1,200 on the busiest day.",
    );
    expect(sparklineSentence([0, 0, 0, 0, 0, 0, 0])).toBe("No calls in the last 7 days.");
  });

  it("keeps a day with one call visible beside a day with a million", () => {
    const heights = sparklineHeights([1, 0, 1_000_000]);
    expect(heights[0]).toBeGreaterThan(0.1);
    expect(heights.slice(1)).toEqual([0, 1]);
  });
});
