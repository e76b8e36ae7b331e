import { expect, it } from "vitest";

import { LIMIT_NAMES, readLimits } from "./limit-entry";

const typed = (text: string) => readLimits(() => text);

it.each([
  ["", null],
  ["  ", null],
  ["1", 1],
  ["10,000", 10_000],
  ["10 000", 10_000],
])("reads %j as %s", (text, value) => {
  expect(typed(text)).toEqual({ limits: { activeKeys: value, hourly: value, burst: value }, faults: {} });
});

it.each(["0", "-1", "1.5", "many", "1e3", "99999999999999"])("finds fault with %j in each field", (text) => {
  expect(Object.keys(typed(text).faults)).toEqual([...LIMIT_NAMES]);
});

it("goes by the bounds of each field", () => {
  expect(typed("10,001").faults).toEqual({ activeKeys: "A whole number from 1 to 10,000, or nothing." });
  expect(Object.keys(typed("1,000,001").faults)).toEqual(["activeKeys", "burst"]);
});
