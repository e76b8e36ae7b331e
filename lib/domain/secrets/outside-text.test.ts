import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { cleanText, readBytesText, userAgentText } from "./outside-text";

/** A text as a server hands over its bytes. */
const asBytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");

describe("a header", () => {
  it.each(["curl/8.5", "Zürich-Büro/1.0", "契約書の同期/2", "ключ 🚀", "\uFEFFx", "\u0000é"])(
    "in UTF-8 is read as it was written: %j",
    (text) => {
      expect(readBytesText(asBytes(text))).toBe(text);
    },
  );

  it.each([
    ["in Latin-1", "Z\u00FCrich"],
    ["cut within a character", asBytes("Zürich 🚀").slice(0, -1)],
    ["in an overlong form", "\u00C0\u00AF"],
    ["with half a surrogate pair", "\u00ED\u00A0\u0080"],
    ["above Unicode", "\u00F4\u0090\u0080\u0080"],
    ["read as text already", "Zürich 🚀"],
  ])("%s stays as it is", (_, text) => {
    expect(readBytesText(text)).toBe(text);
  });

  it("of any text is that text, and of any bytes no other length of them", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(text.isWellFormed());
        expect(readBytesText(asBytes(text))).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const raw = Buffer.from(bytes).toString("latin1");
        const read = readBytesText(raw);
        expect([raw, asBytes(read) === raw ? read : raw]).toContain(read);
      }),
    );
  });
});

it.each([
  [null, null],
  [undefined, null],
  ["  ", null],
  ["curl/8.5", "curl/8.5"],
  ["a\tb\u0000c", "a b c"],
  ["a\u0085b", "a b"],
  ["curl/8.5 \u202Etfos", "curl/8.5  tfos"],
  ["\u2066\u061Ccurl\u200F", "curl"],
  ["x".repeat(400), "x".repeat(300)],
])("the name that a client gives itself, %j, is kept as %j", (userAgent, text) => {
  expect(userAgentText(userAgent)).toBe(text);
});

it("a text is masked before it is cut and cleaned, so that no part of a secret is left without its prefix", () => {
  const secret = `ik_live_${"aB3".repeat(15)}x`;
  expect(cleanText(`${secret.slice(0, 20)}\u0007${secret.slice(20)}`)).toBe("ik_live_…");
  expect(userAgentText(`${"x".repeat(280)} ${secret}`)).toBe(`${"x".repeat(280)} ik_live_…`);
});
