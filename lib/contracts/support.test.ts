import { describe, expect, it } from "vitest";

import { AccountSearchQuery } from "./support";

describe("what support searches accounts for", () => {
  it.each([
    [" Acme ", true],
    ["", false],
    ["a\0b", false],
    ["x".repeat(121), false],
  ])("%j: %s", (q, isTaken) => {
    expect(AccountSearchQuery.safeParse({ q }).success).toBe(isTaken);
  });
});
