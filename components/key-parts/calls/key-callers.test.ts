import { describe, expect, it } from "vitest";

import { callersTitle, callerVerdicts, stillCallingText, usedByText } from "./key-callers";

const none = { calls: 0, allowedAddresses: 0, isUsed: false, isComplete: true };

describe("who calls with a key, in a sentence", () => {
  it("says how many addresses revoking would cut off", () => {
    const used = { ...none, calls: 9, isUsed: true, allowedAddresses: 3 };
    expect(usedByText(used)).toBe("3 addresses used it in the last 24 hours.");
    expect(usedByText({ ...used, allowedAddresses: 1 })).toBe("1 address used it in the last 24 hours.");
    expect(usedByText(none)).toBe("Nobody used it in the last 24 hours.");
    expect(usedByText({ ...none, calls: 2 })).toContain("every call was refused");
  });

  it("says at least, and never nobody, where a used key has more calls than were looked at", () => {
    const busy = { ...none, calls: 50_000, isUsed: true, isComplete: false };
    expect(usedByText({ ...busy, allowedAddresses: 3 })).toBe(
      "At least 3 addresses used it in the last 24 hours.",
    );
    expect(usedByText(busy)).toBe("At least 1 address used it in the last 24 hours.");
  });
});

describe("who still calls a replaced key, in a sentence", () => {
  const since = "2026-11-22T09:20:46Z";
  const now = "2026-11-25T09:20:46Z";
  const text = (calls: number, addresses: number, isComplete = true) =>
    stillCallingText({ since, calls, addresses, isComplete }, now);

  it.each([
    [0, 0, "Nobody has called with this key since it was replaced on 22 Nov 2026, 09:20:46 UTC, 3 days ago."],
    [
      4,
      1,
      "1 address has called with this key since it was replaced on 22 Nov 2026, 09:20:46 UTC, 3 days ago.",
    ],
    [
      4,
      2,
      "2 addresses have called with this key since it was replaced on 22 Nov 2026, 09:20:46 UTC, 3 days ago.",
    ],
  ])("with %i calls of %i addresses", (calls, addresses, words) => {
    expect(text(calls, addresses)).toBe(words);
  });

  it("says at least where not all calls were looked at, and counts an unknown address", () => {
    expect(text(50_000, 2, false)).toMatch(/^At least 2 addresses have /);
    expect(text(3, 0)).toMatch(/^1 address has /);
  });
});

describe("the callers of a key, by verdict", () => {
  it.each([
    [{ calls: 12, allowedCalls: 12 }, ["accepted: 12 let through"]],
    [{ calls: 1, allowedCalls: 1 }, ["accepted: 1 let through"]],
    [{ calls: 15, allowedCalls: 12 }, ["accepted: 12 let through", "refused: 3 refused"]],
    [{ calls: 3, allowedCalls: 0 }, ["refused: 3 refused"]],
    [{ calls: 0, allowedCalls: 0 }, []],
  ])("%o are %o: a refused call is never told as a use", (caller, expected) => {
    expect(callerVerdicts(caller).map(({ verdict, text }) => `${verdict}: ${text}`)).toEqual(expected);
  });

  it("are told to be refused only, where nobody used the key", () => {
    expect(callersTitle({ isUsed: true })).toBe("Callers of the last 24 hours");
    expect(callersTitle({ isUsed: false })).toBe("Callers of the last 24 hours, refused only");
  });
});
