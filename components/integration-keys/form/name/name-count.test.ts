import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";

import { readKeyName } from "@/lib/domain/keys/key-name";
import { nameCounter } from "./name-count";

describe("the counter at the name of a key", () => {
  it.each([
    ["", "0 / 80", ""],
    ["Nightly export", "14 / 80", ""],
    ["x".repeat(69), "69 / 80", ""],
    ["x".repeat(70), "70 / 80", "10 characters left"],
    ["x".repeat(79), "79 / 80", "1 character left"],
    ["x".repeat(80), "80 / 80", "0 characters left"],
    ["x".repeat(81), "81 / 80", "1 character too many"],
    ["x".repeat(90), "90 / 80", "10 characters too many"],
  ])("for %j shows %s and says %j", (text, shown, said) => {
    expect(nameCounter(text)).toEqual({ shown, said, isOver: said.endsWith("too many") });
  });

  it.each([
    ["an emoji of two units is one", "\u{1F511}".repeat(80), 80],
    ["a letter with a mark of its own is composed", "e\u0301".repeat(80), 80],
    ["a flag is two, as the server has it", "\u{1F1E9}\u{1F1EA}", 2],
    ["white space in a row is one, around the name none", "  a \u00A0 b  ", 3],
  ])("%s", (_rule, text, length) => {
    expect(nameCounter(text).shown).toBe(`${length} / 80`);
  });

  it("is over exactly where the server says too long", () => {
    assert(
      property(string({ unit: "grapheme", maxLength: 120 }), (text) => {
        const reading = readKeyName(text);
        if (!reading.ok && reading.code !== "name_too_long") return;
        expect(nameCounter(text).isOver).toBe(!reading.ok);
      }),
    );
  });
});
