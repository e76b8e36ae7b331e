import { describe, expect, it } from "vitest";

import { usedByText } from "./key-callers";

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
