import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { PROFILES, type Profile } from "../people/profiles";
import { effectiveScopes, mayHold } from "./scope-ceiling";
import { SCOPE_CATALOGUE } from "./scopes";

const SCOPES = SCOPE_CATALOGUE.map((entry) => entry.name);

/** R6 written out: what a key of each profile may not hold. An admin's and a developer's may hold everything. */
const MEMBER_MAY_NOT = words(
  `users:write users:login teammates:write teammates:delete workflows:write
   webhooks:read webhooks:write webhooks:retention agreements:retention library:retention
   integrations:read financial_documents:read`,
);
const VIEWER_MAY = words(
  `users:read agreements:read widgets:read library:read workflows:read
   teammates:read emails:read signatures:read smart_fields:read folders:read assets:read
   marketing_campaigns:read`,
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

  it("gives a viewer no scope that a member lacks", () => {
    const beyondMember = SCOPES.filter((scope) => mayHold("viewer", scope) && !mayHold("member", scope));
    expect(beyondMember).toEqual([]);
  });
});
