import { describe, expect, it } from "vitest";

import { SupportSearchQuery } from "./support";

describe("what support searches accounts for", () => {
  it.each([
    [" Acme ", true],
    ["", false],
    ["a\0b", false],
    ["x".repeat(121), false],
  ])("%j: %s", (q, isTaken) => {
    expect(SupportSearchQuery.safeParse({ q }).success).toBe(isTaken);
  });
});
