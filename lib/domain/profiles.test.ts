import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  effectiveScopes,
  mayHold,
  mayManageKey,
  PERMISSIONS,
  permits,
  PROFILES,
  profilesOf,
  type Permission,
  type Profile,
} from "./profiles";
import { SCOPE_CATALOGUE } from "./scopes";

const SCOPES = SCOPE_CATALOGUE.map((entry) => entry.name);

/** R6 written out: what a key of each profile may not hold. An admin's and a developer's may hold everything. */
const MEMBER_MAY_NOT = words(
  `users:write users:login teammates:write teammates:delete workflows:write
   webhooks:read webhooks:write webhooks:retention agreements:retention library:retention
   integrations:read financial_documents:read`,
);
const VIEWER_MAY = words(
  `users:read agreements:read widgets:read library:read workflows:read webhooks:read
   teammates:read emails:read signatures:read smart_fields:read folders:read assets:read
   marketing_campaigns:read integrations:read`,
);

function words(text: string): string[] {
  return text.split(/\s+/);
}

const EXPECTED: Record<Profile, string[]> = {
  admin: SCOPES,
  developer: SCOPES,
  member: SCOPES.filter((scope) => !MEMBER_MAY_NOT.includes(scope)),
  viewer: VIEWER_MAY,
};

describe("what a key may do by the profile of its creator (R6)", () => {
  it.each(PROFILES)("is for %s exactly what the specification says", (profile) => {
    expect(SCOPES.filter((scope) => mayHold(profile, scope)).toSorted()).toEqual(
      EXPECTED[profile].toSorted(),
    );
  });

  it("narrows what was granted and never adds to it", () => {
    const granted = fc.subarray(SCOPES);
    fc.assert(
      fc.property(granted, fc.constantFrom(...PROFILES), (scopes, profile) => {
        const effective = effectiveScopes(scopes, profile);
        expect(effective).toEqual(scopes.filter((scope) => EXPECTED[profile].includes(scope)));
      }),
    );
  });

  it("gives a lower profile no scope that a higher one lacks, but for what a viewer may read", () => {
    const beyondMember = EXPECTED.viewer.filter((scope) => !EXPECTED.member.includes(scope));
    expect(beyondMember).toEqual(["webhooks:read", "integrations:read"]);
  });
});

describe("profiles", () => {
  it("knows developers in sandbox accounts only", () => {
    expect(profilesOf("sandbox")).toEqual(["admin", "developer", "member", "viewer"]);
    expect(profilesOf("production")).toEqual(["admin", "member", "viewer"]);
  });

  it("permits each profile exactly this in the console (R2)", () => {
    const expected: Record<Profile, readonly Permission[]> = {
      admin: PERMISSIONS,
      developer: ["account:read", "key:read", "key:create", "key:manage", "policy:read"],
      member: ["account:read"],
      viewer: ["account:read"],
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
