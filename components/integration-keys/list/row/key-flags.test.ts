import { describe, expect, it } from "vitest";

import { keyFlags, type FlaggedKey } from "./key-flags";

const key: FlaggedKey = {
  status: "active",
  method: "long_lived",
  scopes: ["users:read", "users:write"],
  effectiveScopes: ["users:read", "users:write"],
  isOwnerActive: true,
  createdBy: { name: "Ada" },
  knock: null,
};
const kinds = (changes: Partial<FlaggedKey>) => keyFlags({ ...key, ...changes }).map(({ kind }) => kind);

describe("what an admin should notice about a key", () => {
  it("is nothing for a key that does what it says", () => {
    expect(kinds({})).toEqual([]);
  });

  it("is that its creator's profile narrows it, in numbers (R6)", () => {
    expect(keyFlags({ ...key, effectiveScopes: ["users:read"] })[0]?.label).toBe("Narrowed to 1 of 2 scopes");
  });

  it("is that its creator was deactivated, which is more than narrowed (R6)", () => {
    expect(kinds({ isOwnerActive: false, effectiveScopes: [] })).toEqual(["owner_inactive"]);
  });

  it("is nothing of its creator where it is an app, which acts as those who consent", () => {
    expect(kinds({ method: "oauth", isOwnerActive: false, effectiveScopes: [] })).toEqual([]);
    expect(kinds({ method: "oauth", effectiveScopes: ["users:read"] })).toEqual([]);
  });

  it("is that it is called in the wrong environment, the louder the more it is", () => {
    const knock = {
      reason: "wrong_environment",
      calls: 212,
      lastDayCalls: 1,
      lastAt: "2026-06-01T00:00:00.000Z",
      areCallsExact: true,
      addresses: null,
      areAddressesExact: true,
    } as const;
    const [stray] = keyFlags({ ...key, knock });
    expect(stray).toMatchObject({
      kind: "wrong_environment",
      alarm: "quiet",
      label: "Called 212 times in the wrong environment",
    });
    expect(keyFlags({ ...key, knock: { ...knock, lastDayCalls: 150 } })[0]?.alarm).toBe("alarm");
    // Of an ended key, that stands where its use does.
    expect(kinds({ status: "revoked", knock: { ...knock, reason: "revoked" } })).toEqual([]);
  });

  it("is nothing about the creator of a key that has ended", () => {
    expect(kinds({ status: "expired", isOwnerActive: false, effectiveScopes: [] })).toEqual([]);
  });
});
