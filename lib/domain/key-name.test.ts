import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { comparableName, KEY_NAME_MAX_LENGTH, readKeyName } from "./key-name";

const codeOf = (text: string) => {
  const reading = readKeyName(text);
  return reading.ok ? "ok" : reading.code;
};

describe("what a key may be called", () => {
  it.each([
    ["Nightly export", "Nightly export"],
    ["  Nightly export\n", "Nightly export"],
    ["\u00A0\u3000x\u2003", "x"],
    ["Cafe\u0301", "Caf\u00E9"], // composed
    ["Nightly  export", "Nightly export"], // one space, as it is drawn
    ["Nightly\u00A0\u3000export", "Nightly export"],
    ["Schlüssel für Zürich", "Schlüssel für Zürich"],
    ["契約書の同期", "契約書の同期"],
    ["مفتاح التكامل", "مفتاح التكامل"],
    ["Launch 🚀", "Launch 🚀"],
    ["Keys ❤\uFE0F", "Keys ❤\uFE0F"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"], // harmless: it is always drawn as text
    ["'; drop table integration_keys; --", "'; drop table integration_keys; --"],
  ])("reads %j", (text, name) => {
    expect(readKeyName(text)).toEqual({ ok: true, name });
  });

  it.each(["", " ", "\t\n", "\u00A0\u3000", "\uFE0F", "\u0301"])(
    "refuses %j, which shows nothing",
    (text) => {
      expect(codeOf(text)).toBe("name_empty");
    },
  );

  it.each([
    ["control characters", "\u0000 \u0007 \u001B \u007F \u0085 \uFFF9"],
    ["line separators", "\u2028 \u2029"],
    ["marks that reverse the order", "\u200E \u200F \u202A \u202E \u2066 \u2069 \u061C"],
    [
      "characters drawn as nothing",
      "\u200B \u200D \u2060 \uFEFF \u00AD \u034F \u180E \u3164 \uFFA0 \u115F \u{E0041}",
    ],
    ["characters of nobody's alphabet", "\uE000 \uD800 \uDC00"],
  ])("refuses %s, which make a name another than it looks", (_, characters) => {
    for (const character of characters.split(" ")) {
      expect(codeOf(`a${character}b`), JSON.stringify(character)).toBe("name_characters");
    }
    expect(["a\nb", "a\tb", "a\r\nb"].map(codeOf)).toEqual(
      Array.from({ length: 3 }, () => "name_characters"),
    );
  });

  it("refuses a key that somebody pasted as its name, since names are read by many (R9)", () => {
    expect(codeOf(`backup ik_live_${"a1B2".repeat(11)}`)).toBe("name_holds_secret");
    expect(codeOf("ik_live_ of the warehouse")).toBe("ok");
  });

  it("counts characters as people do: 80 code points, emoji and composed letters included", () => {
    expect(codeOf("x".repeat(80))).toBe("ok");
    expect(codeOf("x".repeat(81))).toBe("name_too_long");
    expect(codeOf("🚀".repeat(80))).toBe("ok");
    expect(codeOf("🚀".repeat(81))).toBe("name_too_long");
    expect(codeOf("e\u0301".repeat(80))).toBe("ok");
    expect(codeOf("\u1F80".normalize("NFD").repeat(80))).toBe("ok");
    expect(codeOf(`  ${"x".repeat(80)}  `)).toBe("ok");
  });

  it("refuses a megabyte", () => {
    expect(codeOf("x".repeat(1_000_000))).toBe("name_too_long");
    expect(codeOf("e\u0301".repeat(500_000))).toBe("name_too_long");
  });

  it("gives back what it reads unchanged, short and visible, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (text) => {
        const reading = readKeyName(text);
        if (!reading.ok) return;
        expect(readKeyName(reading.name)).toEqual(reading);
        expect(reading.name).toBe(comparableName(reading.name));
        expect(Array.from(reading.name).length).toBeLessThanOrEqual(KEY_NAME_MAX_LENGTH);
        expect(reading.name).not.toMatch(/[\p{Cc}\u202E\u2028]/u);
      }),
      { numRuns: 1_000 },
    );
  });
});
