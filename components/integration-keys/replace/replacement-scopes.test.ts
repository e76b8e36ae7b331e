import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { mayHold } from "@/lib/domain/keys/scope-ceiling";
import { PROFILES } from "@/lib/domain/people/profiles";
import { LONG_LIVED_SCOPES, SCOPE_CATALOGUE } from "@/lib/domain/keys/scopes";
import { replacementScopes, scopeChoiceOf } from "./replacement-scopes";

describe("what a replacement may take over", () => {
  it("is all of the old key's scopes, or those that were used, and what that leaves out", () => {
    const given = replacementScopes(
      ["agreements:read", "agreements:write", "users:read"],
      ["users:read", "agreements:read"],
      "admin",
    );
    expect(given).toEqual({
      all: ["users:read", "agreements:read", "agreements:write"],
      used: ["users:read", "agreements:read"],
      unused: ["agreements:write"],
    });
  });

  it("is nothing that the person may not give, used or not, and no use of what the key does not hold", () => {
    expect(
      replacementScopes(["agreements:read", "users:write"], ["users:write", "widgets:read"], "member"),
    ).toEqual({
      all: ["agreements:read"],
      used: [],
      unused: ["agreements:read"],
    });
  });

  it("is split without rest, for every key, every use and every profile", () => {
    const scopes = fc.uniqueArray(fc.constantFrom(...SCOPE_CATALOGUE.map(({ name }) => name)));
    fc.assert(
      fc.property(scopes, scopes, fc.constantFrom(...PROFILES), (old, uses, profile) => {
        const { all, used, unused } = replacementScopes(old, uses, profile);
        expect([...used, ...unused].toSorted()).toEqual(all.toSorted());
        for (const scope of used) expect(uses).toContain(scope);
        for (const scope of unused) expect(uses).not.toContain(scope);
        const held = old.filter((scope) => LONG_LIVED_SCOPES.includes(scope) && mayHold(profile, scope));
        expect(all.toSorted()).toEqual(held.toSorted());
      }),
    );
  });
});

describe("the choice that stands in the form", () => {
  const given = replacementScopes(["agreements:read", "users:read"], ["agreements:read"], "admin");
  it.each([
    [["agreements:read", "users:read"], "all"],
    [["agreements:read"], "used"],
    [["users:read"], null],
    [[], null],
    [["agreements:read", "users:read", "users:write"], null],
  ] as const)("%s is %s", (scopes, choice) => {
    expect(scopeChoiceOf(new Set(scopes), given)).toBe(choice);
  });
});
