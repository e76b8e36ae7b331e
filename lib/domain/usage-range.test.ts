import { describe, expect, it } from "vitest";

import { DAY_MS, HOUR_MS } from "./durations";
import { bucketsOf, spanOfChoice, spanOfRange } from "./usage-range";
import { CALL_CODES } from "./refusals";
import { codesOf, VERDICT_GROUPS } from "./verdict-group";

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

describe("verdict groups", () => {
  it("put every verdict in exactly one group", () => {
    expect(VERDICT_GROUPS.flatMap(codesOf).toSorted()).toEqual([...CALL_CODES].toSorted());
    expect(codesOf("refused")).toEqual(CALL_CODES.filter((code) => code !== "allowed"));
  });
});
