import { describe, expect, it } from "vitest";

import type { AccountSummary } from "@/lib/contracts/people/sessions";

import { matchingPlaces } from "./palette-entries";
import { sectionGroups } from "../navigation/sections";

const account = (name: string, environment: AccountSummary["environment"]): AccountSummary => ({
  id: `id-of-${name.toLowerCase()}`,
  name,
  environment,
  profile: "admin",
  hasIntegrationKeys: true,
  isClosed: false,
});
const ACME = account("Acme", "production");
const PLACES = { groups: sectionGroups(ACME, false), accounts: [ACME, account("Acme Developer", "sandbox")] };
const found = (text: string) =>
  matchingPlaces(PLACES, text).flatMap((group) => group.entries.map((entry) => entry.label));

describe("the palette", () => {
  it("begins with every page and account", () => {
    expect(found("")).toHaveLength(13);
  });

  it("finds a page by any of its words, in any order and case", () => {
    expect(found("LOG audit")).toEqual(["Audit log"]);
    expect(found("key api")).toEqual(["Integration Key"]);
  });

  it("finds an account by its environment", () => {
    expect(found("sandbox")).toEqual(["Acme Developer"]);
  });

  it("takes any white space for a space, and no notice of invisible characters", () => {
    expect(found("Acme\u00A0Developer\u3000")).toEqual(["Acme Developer"]);
    expect(found("\uFEFFaudit\u200B log")).toEqual(["Audit log"]);
  });

  it("finds nothing, without a group, for words that fit nowhere", () => {
    expect(matchingPlaces(PLACES, "zebra")).toEqual([]);
  });
});
