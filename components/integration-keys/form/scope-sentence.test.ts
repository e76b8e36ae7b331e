import { describe, expect, it } from "vitest";

import { LONG_LIVED_SCOPES, SCOPE_CATALOGUE } from "@/lib/domain/keys/scopes";
import { scopeSentence, scopeWarnings } from "./scope-sentence";

describe("the sentence of what a key may do", () => {
  it("says that a key without scopes may do nothing", () => {
    expect(scopeSentence([])).toBe("This key may do nothing yet: no scope is chosen.");
  });

  it("joins two plain clauses with and", () => {
    expect(scopeSentence(["agreements:send", "agreements:read"])).toBe(
      "This key may read agreements and send agreements for signature.",
    );
  });

  it("gathers resources by action and parts clauses by semicolons once there are lists", () => {
    expect(
      scopeSentence(["users:read", "agreements:read", "widgets:read", "library:write", "agreements:sign"]),
    ).toBe(
      "This key may read users, agreements and web forms; create and change the library; and sign agreements as the person it acts for.",
    );
  });

  it("reads Acrobat names as the scopes they mean, once each", () => {
    expect(scopeSentence(["agreement_read", "agreements:read"])).toBe("This key may read agreements.");
  });

  it("says everything only where nothing is missing", () => {
    const reads = LONG_LIVED_SCOPES.filter((scope) => scope.endsWith(":read"));
    expect(scopeSentence(reads)).toBe("This key may read everything.");
    expect(scopeSentence(reads.slice(1))).not.toContain("everything");
    const writes = LONG_LIVED_SCOPES.filter((scope) => scope.endsWith(":write"));
    expect(scopeSentence(writes, "It")).toBe(
      "It may create and change everything except integrations and financial documents.",
    );
  });

  it("has words for every scope of the catalogue", () => {
    for (const { name } of SCOPE_CATALOGUE) {
      expect(scopeSentence([name]), name).toMatch(/^This key may [a-z].{8,}\.$/);
    }
  });
});

describe("the warnings of chosen scopes", () => {
  it("are those of the catalogue, in its order", () => {
    const warned = scopeWarnings(SCOPE_CATALOGUE.toReversed().map((entry) => entry.name));
    expect(warned.map(({ scope }) => scope)).toEqual(
      SCOPE_CATALOGUE.filter((entry) => entry.warning !== null).map((entry) => entry.name),
    );
    expect(scopeWarnings(["agreements:read"])).toEqual([]);
  });
});
