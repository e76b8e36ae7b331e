import { expect, it } from "vitest";

import { GO_LIVE_STATES } from "@/lib/domain/go-live/journey";

import { askedText } from "./asked-text";
import { countsText } from "./counts-text";

const none = Object.fromEntries(GO_LIVE_STATES.map((state) => [state, 0])) as Record<
  (typeof GO_LIVE_STATES)[number],
  number
>;

it("each key of a list is in one group, whatever its state", () => {
  for (const state of GO_LIVE_STATES) {
    expect(countsText({ keys: 1, states: { ...none, [state]: 1 } })).toMatch(/^1 key: 1 [a-z ]+\.$/);
  }
  const states = {
    ...none,
    demo: 900,
    review_failed: 90,
    review_pending: 1,
    migration_requested: 1,
    live: 8,
  };
  expect(countsText({ keys: 1_000, states })).toBe(
    "1,000 keys: 8 live, 2 with support, 990 being tried out.",
  );
  expect(countsText({ keys: 0, states: none })).toBe("0 keys.");
});

it("what an address asks for is the text that names are kept in, and a whole secret never", () => {
  expect(askedText(["  Night  run ", "x"])).toBe("Night run");
  expect([askedText(undefined), askedText(null), askedText([])]).toEqual(["", "", ""]);
  expect(askedText("x".repeat(500))).toHaveLength(120);
});
