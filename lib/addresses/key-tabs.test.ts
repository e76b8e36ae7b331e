import { describe, expect, it } from "vitest";

import { CallListQuery, UsageQuery } from "../contracts/keys/key-usage";
import { NOTHING_ASKED } from "./explain-view";
import { callFilters, readKeyView, spanFault, usageFilters } from "./key-tabs";

describe("the URL of a key's page", () => {
  it("names the tab and what it shows", () => {
    const view = readKeyView(
      {
        tab: "calls",
        verdict: "refused",
        from: "2026-06-01T12:00Z",
        to: "2026-06-01T13:00:00.000Z",
      },
      "24h",
    );
    expect(view).toMatchObject({ tab: "calls", verdict: "refused" });
    expect(callFilters(view)).toEqual({
      verdict: "refused",
      from: "2026-06-01T12:00:00.000Z",
      to: "2026-06-01T13:00:00.000Z",
    });
  });

  it("falls back to the overview of the last day for anything it does not know", () => {
    const view = readKeyView(
      {
        tab: "settings",
        range: "1y",
        verdict: ["allowed", "ended"],
        from: "yesterday",
        to: "9999-99-99T00:00Z",
      },
      "24h",
    );
    expect(view).toEqual({
      tab: "overview",
      range: "24h",
      verdict: null,
      from: null,
      to: null,
      explain: NOTHING_ASKED,
    });
    expect(usageFilters(view)).toEqual({ range: "24h" });
  });

  it("opens usage on the range that has calls, unless one is named", () => {
    expect(usageFilters(readKeyView({ tab: "usage" }, "30d"))).toEqual({ range: "30d" });
    expect(usageFilters(readKeyView({ tab: "usage", range: "24h" }, "30d"))).toEqual({ range: "24h" });
  });

  it("ignores a stretch that ends before it starts, and half of one for the chart", () => {
    const backwards = readKeyView({ from: "2026-06-02T00:00:00Z", to: "2026-06-01T00:00:00Z" }, "24h");
    expect(usageFilters(backwards)).toEqual({ range: "24h" });
    expect(usageFilters(readKeyView({ range: "7d", from: "2026-06-02T00:00:00Z" }, "24h"))).toEqual({
      range: "7d",
    });
  });
});

describe("a stretch of time that is asked for", () => {
  const [NINE, TEN] = ["2026-06-01T09:00:00.000Z", "2026-06-01T10:00:00.000Z"];

  it("may be open, and ends after it begins", () => {
    expect([spanFault(null, NINE), spanFault(NINE, null), spanFault(NINE, TEN)]).toEqual([null, null, null]);
  });

  it.each([
    [TEN, NINE],
    [TEN, TEN],
  ])("from %s to %s is none, as the server says too", (from, to) => {
    expect(spanFault(from, to)).toBe("This is not after From, 1 Jun 2026, 10:00:00 UTC.");
    for (const query of [CallListQuery, UsageQuery]) {
      expect(query.safeParse({ from, to }).error?.issues).toMatchObject([
        { path: ["to"], params: { code: "not_after_from" } },
      ]);
    }
  });
});
