import { describe, expect, it } from "vitest";

import { DAY_MS } from "../time/durations";
import {
  adviceFor,
  effectiveEnd,
  endFault,
  isEndedForAll,
  latestEnd,
  LEGACY_DAYS_MAX,
  legacyHeaders,
} from "./policy";

const NOW = new Date("2026-11-30T12:00:00Z");
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

describe("the end of legacy authentication", () => {
  it.each([
    ["without a last day", null, false],
    ["before the operator's last day", new Date(NOW.getTime() + 1), false],
    ["on it", NOW, true],
    ["off", "off", true],
  ] as const)("is the end for all or not: %s", (_, operator, isOver) => {
    expect(isEndedForAll(NOW, operator)).toBe(isOver);
  });

  it.each([
    ["a millisecond ago", new Date(NOW.getTime() - 1), null, false],
    ["now", NOW, null, false],
    ["in a millisecond", new Date(NOW.getTime() + 1), null, true],
    ["in a year", inDays(LEGACY_DAYS_MAX), null, true],
    ["a millisecond later", new Date(inDays(LEGACY_DAYS_MAX).getTime() + 1), null, false],
    ["on the operator's last day", inDays(10), inDays(10), true],
    ["after the operator's last day", new Date(inDays(10).getTime() + 1), inDays(10), false],
    ["while the operator's last day is over", inDays(1), inDays(-1), false],
    ["while the operator has it off", inDays(1), "off", false],
  ] as const)("can be chosen or not: %s", (_, chosen, operator, isGood) => {
    expect(endFault(chosen, NOW, operator) === null).toBe(isGood);
  });

  it("is the earlier of the account's and the operator's", () => {
    expect(effectiveEnd(inDays(5), NOW, null)).toEqual(inDays(5));
    expect(effectiveEnd(inDays(5), NOW, inDays(3))).toEqual(inDays(3));
    expect(effectiveEnd(inDays(5), NOW, inDays(9))).toEqual(inDays(5));
    for (const [chosen, operator] of [
      [null, null],
      [NOW, null],
      [inDays(5), inDays(-1)],
      [inDays(5), NOW],
      [inDays(5), "off"],
    ] as const) {
      expect(effectiveEnd(chosen, NOW, operator)).toBeNull();
    }
    expect(latestEnd(NOW, inDays(900))).toEqual(inDays(LEGACY_DAYS_MAX));
    expect(latestEnd(NOW, inDays(-1))).toBeNull();
  });
});

it("its answers say since when and until when, in the forms of RFC 9745 and RFC 8594", () => {
  expect(legacyHeaders(new Date("2027-03-01T22:59:59.999Z"))).toEqual({
    Deprecation: "@1630454400",
    Sunset: "Mon, 01 Mar 2027 22:59:59 GMT",
  });
  expect(legacyHeaders(null)).toEqual({ Deprecation: "@1630454400" });
});

it.each([
  ["long_lived", 1, "bearer_secret"],
  ["long_lived", 2, "code_grant"],
  ["oauth", 1, "jwt_grant"],
  ["oauth", 2, "code_grant"],
] as const)("the advice for a key %s of %d people is %s", (method, people, advice) => {
  expect(adviceFor({ method, people })).toBe(advice);
});
