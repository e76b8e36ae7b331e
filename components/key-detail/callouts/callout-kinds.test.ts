import { describe, expect, it } from "vitest";

import { calloutsOf } from "./callout-kinds";

const NOW = "2026-06-01T12:00:00.000Z";
const key = {
  status: "active",
  method: "long_lived",
  createdAt: "2026-01-01T00:00:00.000Z",
  expiresAt: "2027-01-01T00:00:00.000Z",
  revokedAt: null,
  retiresAt: null,
  replacedAt: null,
  firstCallAt: "2026-01-02T00:00:00.000Z",
  lastCallAt: "2026-06-01T11:00:00.000Z",
  lastUsedAt: "2026-06-01T11:00:00.000Z",
  isOwnerActive: true,
  revokedBy: null,
  revokeReason: null,
} as const;

describe("callouts of a key", () => {
  it("are none for a healthy key", () => {
    expect(calloutsOf(key, NOW)).toEqual([]);
  });

  it("say how an ended key ended, and nothing about the future", () => {
    const revoked = { ...key, status: "revoked", revokedAt: "2026-06-01T10:00:00.000Z" } as const;
    expect(calloutsOf({ ...revoked, revokedBy: { name: "Ada" }, isOwnerActive: false }, NOW)).toEqual([
      "revoked",
    ]);
    expect(calloutsOf({ ...revoked, lastCallAt: null }, NOW)).toEqual(["overlap_ended"]);
    // By a command of the operator: nobody is named, and it always says why.
    expect(calloutsOf({ ...revoked, revokeReason: "Leaked" }, NOW)).toEqual(["revoked"]);
    const expired = { ...key, status: "expired", expiresAt: "2026-06-01T11:30:00.000Z" } as const;
    expect(calloutsOf(expired, NOW)).toEqual(["expired"]);
  });

  it("say nothing of the creator of an app, which acts as those who consent", () => {
    const app = { ...key, method: "oauth", expiresAt: null, isOwnerActive: false } as const;
    expect(calloutsOf(app, NOW)).toEqual([]);
  });

  it("warn of an inactive creator first, then of the end that is near", () => {
    const near = { ...key, isOwnerActive: false, expiresAt: "2026-06-20T00:00:00.000Z" };
    expect(calloutsOf(near, NOW)).toEqual(["owner_inactive", "expires_soon"]);
    const retiring = { ...near, status: "retiring", retiresAt: "2026-06-03T00:00:00.000Z" } as const;
    expect(calloutsOf(retiring, NOW)).toEqual(["owner_inactive", "retiring"]);
  });
});
