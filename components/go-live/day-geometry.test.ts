import { describe, expect, it } from "vitest";

import type { GoLiveDay } from "@/lib/contracts/go-live/go-live";

import { blocksOf, daySentence, dayTicks, placeOf } from "./day-geometry";

const NONE = { inWindow: 0, beside: 0, failed: 0, broken: 0, signIn: 0 };
const day = (slots: readonly Partial<GoLiveDay["slots"][number]>[]): GoLiveDay => ({
  from: "2026-11-29T10:00:00.000Z",
  to: "2026-11-30T11:00:00.000Z",
  slotMs: 900_000,
  slots: slots.map((slot) => ({ at: "2026-11-29T10:00:00.000Z", ...NONE, ...slot })),
});

describe("the picture of the day", () => {
  it("stands what counts above the line and what does not below it, a block for each call", () => {
    const some = day([{ inWindow: 2, beside: 1, failed: 1, broken: 1, signIn: 1 }]);
    const shape = (lane: "above" | "below") =>
      blocksOf(some, lane).map(({ kind, from, to }) => [kind, from * 4, to * 4]);
    expect(shape("above")).toEqual([
      ["inWindow", 0, 1],
      ["inWindow", 1, 2],
      ["beside", 2, 3],
    ]);
    expect(shape("below")).toEqual([
      ["broken", 0, 1],
      ["failed", 1, 2],
      ["signIn", 2, 3],
    ]);
  });

  it("makes one bar of many calls, and none of them leaves the lane", () => {
    const blocks = blocksOf(day([{ inWindow: 500, beside: 300 }, { inWindow: 1 }]), "above");
    expect(blocks.map(({ from, to }) => [from, to])).toEqual([
      [0, 500 / 800],
      [500 / 800, 1],
      [0, 1 / 800],
    ]);
  });

  it("puts a quarter of an hour in its place, and what is outside at the end", () => {
    const [block] = blocksOf(day([{ at: "2026-11-29T22:30:00.000Z", inWindow: 1 }]), "above");
    expect(block).toMatchObject({ left: 50, width: 1, title: "22:30 UTC: 1 call, counts in the window" });
    expect([
      placeOf(day([]), "2026-11-01T00:00:00.000Z"),
      placeOf(day([]), "2026-12-24T00:00:00.000Z"),
    ]).toEqual([0, 100]);
  });

  it("names full hours below, and the day where it begins", () => {
    expect(dayTicks(day([])).map(({ text }) => text)).toEqual([
      "12:00",
      "16:00",
      "20:00",
      "30 Nov",
      "04:00",
      "08:00",
    ]);
    expect(dayTicks(day([]))[0]?.left).toBe(8);
  });

  it("is told in one sentence", () => {
    expect(daySentence(day([{ inWindow: 14, broken: 1 }]))).toBe(
      "From 29 Nov 2026, 10:00 UTC, for 25 hours: counts in the window: 14 calls; broke a rule: 1 call.",
    );
    expect(daySentence(day([]))).toContain("no calls");
  });
});
