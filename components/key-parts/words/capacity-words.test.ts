import { describe, expect, it } from "vitest";

import { capacityWords } from "./capacity-words";

const of = (active: number, activeLimit = 100, isAdmin = true) =>
  capacityWords({ counts: { active, retiring: 3 }, activeLimit }, isAdmin);

describe("how many keys an account has, in words", () => {
  it("is a figure as long as there is room", () => {
    expect(of(43)).toEqual({ state: "ample", text: "43 of 100 active keys", advice: null });
    expect(of(0, 1)).toEqual({ state: "ample", text: "0 of 1 active key", advice: null });
  });

  it("says how many are left from nine tenths on", () => {
    expect(of(90)).toMatchObject({
      state: "tight",
      advice:
        "10 more keys can be created. Then revoke one that is no longer needed first, or ask support for a higher limit.",
    });
    expect(of(99).advice).toMatch(/^1 more key can/);
  });

  it("says what to do where none is left, each to whom it concerns", () => {
    expect(of(100)).toMatchObject({
      state: "full",
      advice:
        "No key can be created. Revoke one that is no longer needed, or ask support for a higher limit. Active keys can still be replaced.",
    });
    expect(of(1_200, 1_000)).toMatchObject({ state: "full", text: "1,200 of 1,000 active keys" });
    expect(of(100, 100, false).advice).toContain("or ask an admin of this account");
  });
});
