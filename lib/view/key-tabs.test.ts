import { describe, expect, it } from "vitest";

import { NOTHING_ASKED } from "./explain-view";
import { callFilters, readKeyView, usageFilters } from "./key-tabs";

describe("the URL of a key's page", () => {
  it("names the tab and what it shows", () => {
    const view = readKeyView({
      tab: "calls",
      verdict: "refused",
      from: "2026-06-01T12:00Z",
      to: "2026-06-01T13:00:00.000Z",
    });
    expect(view).toMatchObject({ tab: "calls", verdict: "refused" });
    expect(callFilters(view)).toEqual({
      verdict: "refused",
      from: "2026-06-01T12:00:00.000Z",
      to: "2026-06-01T13:00:00.000Z",
    });
  });

  it("falls back to the overview of the last day for anything it does not know", () => {
    const view = readKeyView({
      tab: "credentials",
      range: "1y",
      verdict: ["allowed", "ended"],
      from: "yesterday",
      to: "9999-99-99T00:00Z",
    });
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

  it("ignores a stretch that ends before it starts, and half of one for the chart", () => {
    const backwards = readKeyView({ from: "2026-06-02T00:00:00Z", to: "2026-06-01T00:00:00Z" });
    expect(usageFilters(backwards)).toEqual({ range: "24h" });
    expect(usageFilters(readKeyView({ range: "7d", from: "2026-06-02T00:00:00Z" }))).toEqual({ range: "7d" });
  });
});
