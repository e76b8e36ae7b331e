import { describe, expect, it } from "vitest";

import {
  mayManageKey,
  PERMISSIONS,
  permits,
  PROFILES,
  profilesOf,
  type Permission,
  type Profile,
} from "./profiles";

describe("profiles", () => {
  it("knows developers in sandbox accounts only", () => {
    expect(profilesOf("sandbox")).toEqual(["admin", "developer", "member", "viewer"]);
    expect(profilesOf("production")).toEqual(["admin", "member", "viewer"]);
  });

  it("permits each profile exactly this in the console (R2)", () => {
    const expected: Record<Profile, readonly Permission[]> = {
      admin: PERMISSIONS,
      developer: [
        "account:read",
        "key:read",
        "key:create",
        "key:manage",
        "key:end",
        "policy:read",
        "member:leave",
      ],
      member: ["account:read", "member:leave"],
      viewer: ["account:read", "member:leave"],
    };
    for (const profile of PROFILES) {
      expect(PERMISSIONS.filter((permission) => permits(profile, permission))).toEqual(expected[profile]);
    }
  });

  it("lets an admin manage every key, a developer only own ones, and nobody else any (R2)", () => {
    const table = PROFILES.map((profile) => [
      profile,
      mayManageKey(profile, "me", "me"),
      mayManageKey(profile, "me", "someone else"),
    ]);
    expect(table).toEqual([
      ["admin", true, true],
      ["developer", true, false],
      ["member", false, false],
      ["viewer", false, false],
    ]);
  });
});
