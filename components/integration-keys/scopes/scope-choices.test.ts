import { describe, expect, it } from "vitest";

import { PROFILES } from "@/lib/domain/people/profiles";
import { mayHold } from "@/lib/domain/keys/scope-ceiling";
import { LONG_LIVED_SCOPES } from "@/lib/domain/keys/scopes";
import { scopePresets, scopeSections, searchScopes } from "./scope-choices";

const names = (sections: ReturnType<typeof scopeSections>) =>
  sections.flatMap((section) =>
    section.resources.flatMap((resource) => resource.choices.map((choice) => choice.name)),
  );

describe("the scope picker", () => {
  it("offers every scope of a long-lived key once, and none that is for OAuth apps", () => {
    const sections = scopeSections("admin");
    expect(names(sections)).toEqual(LONG_LIVED_SCOPES);
    expect(sections.map((section) => section.group)).toEqual(["Signing", "Workspace"]);
  });

  it.each(PROFILES)("gives a reason for exactly the scopes that a %s may not hold (R6)", (profile) => {
    for (const section of scopeSections(profile)) {
      for (const choice of section.resources.flatMap((resource) => resource.choices)) {
        expect(choice.refusal === null, choice.name).toBe(mayHold(profile, choice.name));
      }
    }
  });

  it("knows what no key can change, by design (S4)", () => {
    const readOnly = scopeSections("admin")
      .flatMap((section) => section.resources)
      .filter((resource) => resource.isReadOnly);
    expect(readOnly.map((resource) => resource.resource)).toEqual(["integrations", "financial_documents"]);
  });

  it.each([
    ["agreement_send", ["agreements:send"]],
    ["retention library", ["library:retention"]],
    ["FINANCIAL", ["financial_documents:read"]],
    ["no such thing", []],
  ])("finds by name, Acrobat name and sentence: %s", (search, found) => {
    expect(names(searchScopes(scopeSections("admin"), search))).toEqual(found);
  });

  it("shows everything for an empty search", () => {
    expect(names(searchScopes(scopeSections("admin"), "  "))).toEqual(LONG_LIVED_SCOPES);
  });
});

describe("presets", () => {
  it.each(PROFILES)("hold only what a %s may grant", (profile) => {
    for (const preset of scopePresets(profile)) {
      expect(preset.scopes.length).toBeGreaterThan(0);
      for (const scope of preset.scopes) {
        expect(mayHold(profile, scope), scope).toBe(true);
        expect(LONG_LIVED_SCOPES).toContain(scope);
      }
    }
  });

  it("read everything with reads alone", () => {
    const preset = scopePresets("admin").find(({ label }) => label === "Read everything");
    expect(preset?.scopes).toEqual(LONG_LIVED_SCOPES.filter((scope) => scope.endsWith(":read")));
  });
});
