import { describe, expect, it } from "vitest";

import { count, decimal, number, percentOf, times } from "./numbers";

describe("numbers", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1_000, "1,000"],
    [1_234_567, "1,234,567"],
    [-1_234.5, "−1,234.5"],
  ])("%d reads %s", (value, text) => {
    expect(number(value)).toBe(text);
  });

  it("agree with their noun", () => {
    expect(count(1, "call")).toBe("1 call");
    expect(count(0, "call")).toBe("0 calls");
    expect(count(2, "address", "addresses")).toBe("2 addresses");
  });

  it("count how often", () => {
    expect(times(1)).toBe("once");
    expect(times(2_000)).toBe("2,000 times");
  });

  it.each([
    [0.05, 1, "0.1"],
    [1_234, 2, "1,234.00"],
    [-0.5, 1, "−0.5"],
  ])("%d with %d digits behind the point reads %s", (value, digits, text) => {
    expect(decimal(value, digits)).toBe(text);
  });

  it.each([
    [0, 0, ""],
    [0, 10, ""],
    [1, 1_000, "<1%"],
    [12, 100, "12%"],
    [999, 1_000, ">99%"],
    [10, 10, "100%"],
  ])("%d of %d is a share of %j", (part, all, text) => {
    expect(percentOf(part, all)).toBe(text);
  });
});
