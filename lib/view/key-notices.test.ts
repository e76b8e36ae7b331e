import { describe, expect, it } from "vitest";

import { noticesOf } from "./key-notices";

const NOW = "2026-06-01T12:00:00.000Z";
const key = {
  status: "active",
  createdAt: "2026-01-01T00:00:00.000Z",
  expiresAt: "2027-01-01T00:00:00.000Z",
  revokedAt: null,
  retiresAt: null,
  replacedAt: null,
  firstCallAt: "2026-01-02T00:00:00.000Z",
  lastCallAt: "2026-06-01T11:00:00.000Z",
  isOwnerActive: true,
  revokedBy: null,
} as const;

describe("notices of a key", () => {
  it("are none for a healthy key", () => {
    expect(noticesOf(key, NOW)).toEqual([]);
  });

  it("say how an ended key ended, and nothing about the future", () => {
    const revoked = { ...key, status: "revoked", revokedAt: "2026-06-01T10:00:00.000Z" } as const;
    expect(noticesOf({ ...revoked, revokedBy: { name: "Ada" }, isOwnerActive: false }, NOW)).toEqual([
      "revoked",
    ]);
    expect(noticesOf({ ...revoked, lastCallAt: null }, NOW)).toEqual(["overlap_ended"]);
    const expired = { ...key, status: "expired", expiresAt: "2026-06-01T11:30:00.000Z" } as const;
    expect(noticesOf(expired, NOW)).toEqual(["expired"]);
  });

  it("warn of an inactive creator first, then of the end that is near", () => {
    const near = { ...key, isOwnerActive: false, expiresAt: "2026-06-20T00:00:00.000Z" };
    expect(noticesOf(near, NOW)).toEqual(["owner_inactive", "expires_soon"]);
    const retiring = { ...near, status: "retiring", retiresAt: "2026-06-03T00:00:00.000Z" } as const;
    expect(noticesOf(retiring, NOW)).toEqual(["owner_inactive", "retiring"]);
  });
});
