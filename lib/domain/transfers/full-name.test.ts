import { describe, expect, it } from "vitest";

import { isFullName } from "./full-name";

describe("a full name", () => {
  it.each([
    ["Ada Osei", "Ada Osei"],
    ["  ada   OSEI\t", "Ada Osei"],
    ["Ada\u00A0Osei", "Ada Osei"],
    ["Zoe\u0308 Bjo\u0308rk", "Zoë Björk"],
    ["ADA OSEI", "Ada Osei"],
  ])("%j is %j", (typed, name) => {
    expect(isFullName(typed, name)).toBe(true);
  });

  it.each([
    ["Ada", "Ada Osei"],
    ["Osei Ada", "Ada Osei"],
    ["AdaOsei", "Ada Osei"],
    ["Zoe Bjork", "Zoë Björk"],
    ["Ada Osei, for Acme", "Ada Osei"],
    ["", "Ada Osei"],
    [" ", " "],
  ])("%j is not %j", (typed, name) => {
    expect(isFullName(typed, name)).toBe(false);
  });
});
