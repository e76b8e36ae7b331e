import { describe, expect, it } from "vitest";

import { AUDIT_ACTIONS } from "./audit-event";
import {
  ACTION_LABELS,
  actionsSaidWith,
  actorKindsSaidWith,
  spellingsInDetails,
  wordsOfSearch,
} from "./audit-search";

describe("the words of a search of the record", () => {
  it.each([
    ["", []],
    [" \u00A0\u200B ", []],
    ["Revoked", ["revoked"]],
    ["  Ada\u00A0 REVOKED  nightly ", ["ada", "revoked", "nightly"]],
    ["e\u0301tude", ["\u00E9tude"]],
    ["key key Key", ["key"]],
    ["100%_\\", ["100%_\\"]],
    ["契約 書", ["契約", "書"]],
  ])("of %j are %j", (text, words) => {
    expect(wordsOfSearch(text)).toEqual(words);
  });

  it("are eight at most, however long the text is", () => {
    expect(wordsOfSearch(Array.from({ length: 60 }, (_, index) => `w${index}`).join(" "))).toHaveLength(8);
  });
});

describe("actions by words", () => {
  it.each(AUDIT_ACTIONS)("%s is found by every word of its label", (action) => {
    for (const word of wordsOfSearch(ACTION_LABELS[action])) expect(actionsSaidWith(word)).toContain(action);
  });

  it.each(AUDIT_ACTIONS)("%s is found by its code", (action) => {
    expect(actionsSaidWith(action)).toEqual([action]);
  });

  it("are those that the word is said of, and no others", () => {
    expect(actionsSaidWith("revoked")).toEqual(["key.revoked"]);
    expect(actionsSaidWith("polic")).toEqual(["policy.updated"]);
    expect(actionsSaidWith("zebra")).toEqual([]);
    expect(actionsSaidWith("203.")).toEqual([]);
  });
});

describe("the spellings of a word in the details of an event", () => {
  it.each([
    ["203.0.113.7", ["203.0.113.7"]],
    ["203.0.113.", ["203.0.113."]],
    ["2001:0db8:0::7", ["2001:0db8:0::7", "2001:db8::7"]],
    ["::ffff:cb00:7107", ["::ffff:cb00:7107", "203.0.113.7"]],
    ["::ffff:203.0.113.0/120", ["::ffff:203.0.113.0/120", "203.0.113.0/24"]],
    ["agreement_read", ["agreement_read", "agreements:read"]],
    ["agreements:", ["agreements:"]],
    ["signature", ["signature"]],
    ["3f2c", ["3f2c"]],
  ])("of %s are %j", (word, spellings) => {
    expect(spellingsInDetails(word)).toEqual(spellings);
  });

  it.each(["nightly", "read", "契約", "ß"])("are none of %s, which is a plain word", (word) => {
    expect(spellingsInDetails(word)).toEqual([]);
  });
});

describe("actors by words", () => {
  it("are support staff and the operator; people have names", () => {
    expect(actorKindsSaidWith("support")).toEqual(["staff"]);
    expect(actorKindsSaidWith("operator")).toEqual(["system"]);
    expect(actorKindsSaidWith("ada")).toEqual([]);
  });
});
