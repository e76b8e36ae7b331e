import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { sparklineBars, sparklineSentence } from "./sparkline-bars";

const none = [0, 0, 0, 0, 0, 0, 0];
const days = [0, 10, 1_200, 3, 0, 1, 40];

describe("the sparkline", () => {
  it("says how many calls there were, how recent and how bunched, and how many were refused", () => {
    expect(sparklineSentence(days, none)).toBe(
      "1,254 calls in the last 7 days, all accepted: 40 in the last 24 hours, 1,200 on the busiest day.",
    );
    expect(sparklineSentence(days, [0, 0, 4, 0, 0, 1, 0])).toContain("days, 5 of them refused:");
    expect(sparklineSentence(days, days)).toContain("days, all refused:");
    expect(sparklineSentence([0, 0, 1], [0, 0, 1])).toContain("1 call in the last 3 days, refused:");
    expect(sparklineSentence(none, none)).toBe("No calls in the last 7 days.");
  });

  it("keeps a day with one call visible beside a day with a million, accepted or refused", () => {
    const bars = sparklineBars([1, 0, 1_000_000, 1], [0, 0, 1, 1]);
    expect(bars[0]?.accepted).toBeGreaterThan(0.1);
    expect(bars[1]).toEqual({ accepted: 0, refused: 0 });
    expect(bars[2]?.refused).toBeGreaterThan(0.1);
    expect(bars[3]?.refused).toBeGreaterThan(0.1);
  });

  it("never draws a refused call as an accepted one, nor the other way round, nor beyond the top", () => {
    const day = fc.tuple(fc.nat(5_000), fc.nat(5_000)).map(([accepted, refused]) => ({ accepted, refused }));
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 7 }), (given) => {
        const bars = sparklineBars(
          given.map(({ accepted, refused }) => accepted + refused),
          given.map(({ refused }) => refused),
        );
        for (const [index, bar] of bars.entries()) {
          expect(bar.accepted > 0).toBe((given[index]?.accepted ?? 0) > 0);
          expect(bar.refused > 0).toBe((given[index]?.refused ?? 0) > 0);
          expect(bar.accepted + bar.refused).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});
