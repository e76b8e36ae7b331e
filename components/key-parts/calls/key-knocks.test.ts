import { describe, expect, it } from "vitest";

import { knockAdvice, knockRecency, knockText, type Knock } from "./key-knocks";

const knock: Knock = {
  reason: "revoked",
  calls: 212,
  lastDayCalls: 12,
  lastAt: "2026-06-01T00:00:00.000Z",
  areCallsExact: true,
  addresses: 3,
  areAddressesExact: true,
};

describe("the knocking log, in a sentence", () => {
  it.each([
    [{}, "Revoked, still called 212 times from 3 addresses since"],
    [{ reason: "expired", calls: 1, addresses: 1 }, "Expired, still called once from 1 address since"],
    [{ areAddressesExact: false }, "Revoked, still called 212 times from at least 3 addresses since"],
    [
      { calls: 1_204_000, areCallsExact: false, areAddressesExact: false },
      "Revoked, still called more than 1,204,000 times from at least 3 addresses since",
    ],
    [{ addresses: null }, "Revoked, still called 212 times since"],
    [{ reason: "wrong_environment", calls: 5 }, "Called 5 times in the wrong environment"],
    [{ reason: "wrong_environment", calls: 1, addresses: null }, "Called once in the wrong environment"],
  ] as const)("%j is %j", (change, text) => {
    expect(knockText({ ...knock, ...change })).toBe(text);
  });

  it("says how recent it is", () => {
    const now = "2026-06-04T00:00:00.000Z";
    expect(knockRecency(knock, now)).toBe("The last one 3 days ago, 12 in the last 24 hours.");
    expect(knockRecency({ ...knock, lastDayCalls: 0 }, now)).toContain("none in the last 24 hours");
    expect(knockRecency({ ...knock, calls: 1, lastDayCalls: 0 }, now)).toBe("That was 3 days ago.");
    // The browser's clock is behind that of the gate.
    expect(knockRecency({ ...knock, calls: 1 }, "2026-05-31T23:59:00.000Z")).toBe("That was just now.");
  });

  it("says what to do, naming the environment that the callers are in", () => {
    expect(knockAdvice("revoked", "production")).toContain("give them another key");
    expect(knockAdvice("wrong_environment", "production")).toContain("at a sandbox gateway");
  });
});
