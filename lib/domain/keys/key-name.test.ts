import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readKeyName } from "./key-name";
import { comparableName, KEY_NAME_MAX_LENGTH, searchedName } from "./name-text";

const codeOf = (text: string) => {
  const reading = readKeyName(text);
  return reading.ok ? "ok" : reading.code;
};

/** Names that are written with joiners or tags, which are drawn as nothing by themselves. */
const JOINED = [
  "می\u200Cخواهم", // Persian
  "کتاب\u200Cها",
  "क्\u200Dष", // Devanagari
  "क्\u200Cष",
  "র\u200D্য", // Bengali, before a mark
  "ශ්\u200Dරී", // Sinhala
  "👩\u200D🚀",
  "👩🏽\u200D🚀",
  "🏳\uFE0F\u200D🌈",
  "👨\u200D👩\u200D👧",
  "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", // England's flag
] as const;

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
    ["⠃\u2800⠗", "⠃\u2800⠗"],
    ["<script>alert(1)</script>", "<script>alert(1)</script>"], // harmless: it is always drawn as text
    ["'; drop table integration_keys; --", "'; drop table integration_keys; --"],
  ])("reads %j", (text, name) => {
    expect(readKeyName(text)).toEqual({ ok: true, name });
  });

  it.each([
    "",
    " ",
    "\t\n",
    "\u00A0\u3000",
    "\uFE0F",
    "\u0301",
    "\u2800",
    "\u2800 \u2800",
    "\u{1D159}",
    "\u{13441}",
  ])("refuses %j, which shows nothing", (text) => {
    expect(codeOf(text)).toBe("name_empty");
  });

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

  it.each(JOINED)("reads %j with the joiners that its script needs", (text) => {
    expect(readKeyName(text)).toEqual({ ok: true, name: text });
  });

  it.each([
    ["at an end", "\u0645\u200C", "\u200C\u0645", "👩\u200D", "\u200D👩"],
    ["twice", "\u06CC\u200C\u200C\u062E", "👩\u200D\u200D🚀"],
    ["between letters that don't join", "a\u200Cb", "a\u200Db", "я\u200Dя", "契\u200C約", "1\u200D2"],
    ["at the border of two scripts", "a\u200C\u062E", "\u06CC\u200Cx", "🚀\u200Dx", "x\u200D🚀"],
    ["beside a space", "\u06CC\u200C \u062E", "👩 \u200D🚀"],
    ["of letters between emoji", "👩\u200C🚀"],
    ["with another invisible character", "\u06CC\u200B\u200C\u062E", "👩\u200D\u2060🚀"],
    ["as tags of no flag", "🚀\u{E0067}\u{E0062}\u{E0065}\u{E007F}", "🏴\u{E0067}\u{E0062}\u{E0065}"],
    ["as a hidden text", `🏴${"\u{E0067}".repeat(20)}\u{E007F}`, "🏴\u{E007F}"],
  ])("refuses joiners %s", (_, ...texts) => {
    for (const text of texts) {
      // Visible text around them, so that white space is none at an end.
      expect(codeOf(text), JSON.stringify(text)).toBe("name_characters");
      expect(searchedName(text), JSON.stringify(text)).not.toMatch(
        /[\u200B-\u200D\u2060\u{E0001}-\u{E007F}]/u,
      );
    }
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
    );
  });
});

describe("a text to look for among names", () => {
  it.each([
    ["Nightly\u00A0export", "Nightly export"],
    ["\u3000Nightly \u2009\u202F export\t", "Nightly export"],
    ["Nightly\r\nexport", "Nightly export"],
    ["Cafe\u0301", "Caf\u00E9"],
    ["契約書\u3000同期", "契約書 同期"],
    ["\u200Eexport\u202C", "export"],
    ["\uFEFFex\u00ADport\u200B", "export"],
    ["ex\u0000po\u0007rt", "export"],
    ["Keys ❤\uFE0F", "Keys ❤\uFE0F"],
    ["\u00A0\u200B", ""],
  ])("%j is looked for as %j", (text, wanted) => {
    expect(searchedName(text)).toBe(wanted);
  });

  it.each(JOINED)("keeps the joiners of %j, and finds it by any part that can be typed", (name) => {
    expect(searchedName(`\u200E ${name}\u200B`)).toBe(name);
    const characters = Array.from(name);
    for (const [start, first] of characters.entries()) {
      if (/[\uFE0F\p{Emoji_Modifier}]/u.test(first)) continue;
      for (let end = start + 1; end <= characters.length; end += 1) {
        expect(name).toContain(searchedName(characters.slice(start, end).join("")));
      }
    }
  });

  it("finds every name by its own text, whatever joins its characters", () => {
    const unit = fc.constantFrom(
      ...Array.from("\u200C\u200D\u2800\uFE0F\u{E0067}\u{E007F}🏴👩🚀🏽ی\u064Bخक\u094Dॅa\u0301 "),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        const reading = readKeyName(text);
        if (!reading.ok) return;
        expect(readKeyName(reading.name)).toEqual(reading);
        expect(searchedName(text)).toBe(reading.name);
      }),
      { numRuns: 2_000 },
    );
  });

  it("finds every name by its own text, whatever white white space it was written with", () => {
    const space = fc.constantFrom(" ", "\u00A0", "\u2003", "\u202F", "\u3000", "  ");
    const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.array(fc.tuple(word, space), { maxLength: 6 }), (words) => {
        const text = words.flat().join("");
        const reading = readKeyName(text);
        if (reading.ok) expect(searchedName(text)).toBe(reading.name);
      }),
    );
  });
});
