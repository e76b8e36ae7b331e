import { array, assert, double, property } from "fast-check";
import { describe, expect, it } from "vitest";

import type { Mark } from "./lifeline";
import { placeFlags, reachOf } from "./lifeline-flags";

const marksAt = (positions: readonly number[]): Mark[] =>
  positions
    .toSorted((a, b) => a - b)
    .map((position) => ({ kind: "now", at: new Date(position * 1e12).toISOString(), position }));

describe("the names of a lifeline's marks", () => {
  it("stand in one lane where there is room", () => {
    expect(placeFlags(marksAt([0, 0.3, 0.6, 1])).map((flag) => flag.lane)).toEqual([0, 0, 0, 0]);
  });

  it("put the earlier of two near marks higher, and the later near the right end", () => {
    expect(placeFlags(marksAt([0, 0.01])).map((flag) => [flag.lane, flag.side])).toEqual([
      [1, "right"],
      [0, "right"],
    ]);
    expect(placeFlags(marksAt([0.98, 1])).map((flag) => [flag.lane, flag.side])).toEqual([
      [0, "left"],
      [1, "left"],
    ]);
  });

  it("never cover each other", () => {
    const positions = array(double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
    assert(
      property(positions, (some) => {
        const flags = placeFlags(marksAt(some));
        expect(flags).toHaveLength(some.length);
        for (const [index, flag] of flags.entries()) {
          for (const other of flags.slice(index + 1)) {
            if (other.lane !== flag.lane) continue;
            const [a, b] = [reachOf(flag), reachOf(other)];
            expect(a[1] <= b[0] || b[1] <= a[0]).toBe(true);
          }
        }
      }),
    );
  });
});
