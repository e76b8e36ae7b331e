import { describe, expect, it } from "vitest";

import { usedByText } from "./key-callers";

const none = { calls: 0, allowedCalls: 0, allowedAddresses: 0 };

describe("who calls with a key, in a sentence", () => {
  it("says how many addresses revoking would cut off", () => {
    const used = { ...none, calls: 9, allowedCalls: 7, allowedAddresses: 3 };
    expect(usedByText(used)).toBe("3 addresses used it in the last 24 hours.");
    expect(usedByText({ ...used, allowedAddresses: 1 })).toBe("1 address used it in the last 24 hours.");
    expect(usedByText(none)).toBe("Nobody used it in the last 24 hours.");
    expect(usedByText({ ...none, calls: 2 })).toContain("every call was refused");
  });
});
