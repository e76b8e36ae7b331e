import { describe, expect, it } from "vitest";

import { standInFaults, standInOf, type StandInFacts } from "./stand-in";

const met: StandInFacts = {
  sourceName: "Globex",
  activeAdmins: 0,
  organization: { name: "Acme", domains: ["acme.example", "other.example"], admins: 1 },
  reviewDomain: "acme.example",
};
const codesOf = (facts: StandInFacts) => standInFaults(facts).map(({ code }) => code);

describe("standing in for an account", () => {
  it("is for an organization that has proven the domain of who requested the review, and no admin is left", () => {
    expect(standInFaults(met)).toEqual([]);
    expect(standInOf(met)).toEqual({ outcome: "possible", organization: "Acme" });
  });

  it("fails for each fact that is missing, in every combination", () => {
    for (const activeAdmins of [0, 1, 2]) {
      for (const organization of [
        null,
        { name: "Acme", domains: [], admins: 1 },
        { name: "Acme", domains: ["acme.example"], admins: 0 },
        met.organization,
      ]) {
        for (const reviewDomain of [null, "acme.example", "elsewhere.example", "sub.acme.example"]) {
          const facts = { ...met, activeAdmins, organization, reviewDomain };
          const isClaimed =
            organization !== null &&
            organization.admins > 0 &&
            organization.domains.includes(reviewDomain ?? "");
          expect(standInFaults(facts).length === 0).toBe(activeAdmins === 0 && isClaimed);
          expect(standInOf(facts).outcome).toBe(
            activeAdmins > 0 ? "not_needed" : isClaimed ? "possible" : "dead_end",
          );
          for (const { detail } of standInFaults(facts)) expect(detail).toMatch(/\.$/);
        }
      }
    }
  });

  it("names what is missing", () => {
    expect(codesOf({ ...met, activeAdmins: 1 })).toEqual(["source_without_admin"]);
    expect(codesOf({ ...met, organization: null })).toEqual(["source_in_organization"]);
    expect(codesOf({ ...met, organization: { name: "Acme", domains: ["acme.example"], admins: 0 } })).toEqual(
      ["organization_has_admin"],
    );
    expect(codesOf({ ...met, reviewDomain: null })).toEqual(["review_requested"]);
    expect(codesOf({ ...met, reviewDomain: "mail.acme.example" })).toEqual(["domain_claimed"]);
  });
});
