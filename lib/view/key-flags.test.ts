import { describe, expect, it } from "vitest";

import { keyFlags, type FlaggedKey } from "./key-flags";

const key: FlaggedKey = {
  status: "active",
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

  it("is who calls in vain: an ended key (R8), and one of the other environment", () => {
    const knock = { calls: 212, areCallsExact: true, addresses: 3, areAddressesExact: true };
    expect(keyFlags({ ...key, status: "revoked", knock: { ...knock, reason: "revoked" } })).toMatchObject([
      { kind: "knock", label: "Revoked, still called 212 times from 3 addresses since" },
    ]);
    expect(kinds({ knock: { ...knock, reason: "wrong_environment" } })).toEqual(["knock"]);
  });

  it("is nothing about the creator of a key that has ended", () => {
    expect(kinds({ status: "expired", isOwnerActive: false, effectiveScopes: [] })).toEqual([]);
  });
});
