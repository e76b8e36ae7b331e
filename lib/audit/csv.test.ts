import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { csvField } from "./csv";

/** A reader of one RFC 4180 field, written apart from the writer. */
function readField(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
}

describe("a field of the CSV export", () => {
  it.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uFF1D1+1",
    "\uFF0B1",
    "\uFF0D1",
    "\uFF20SUM(A1)",
  ])("never lets a spreadsheet take %j for a formula", (text) => {
    expect(readField(csvField(text))).toBe(`'${text}`);
  });

  it("quotes commas, quotes and line breaks so that a reader gets the text back", () => {
    expect(csvField('Ada "the first", of Acme\nTwo')).toBe('"Ada ""the first"", of Acme\nTwo"');
    expect(csvField(null)).toBe("");
  });

  it("gives every text back, but for the apostrophe before a formula", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const expected = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
        const field = csvField(text);
        expect(readField(field)).toBe(expected);
        if (!field.startsWith('"')) expect(field).not.toMatch(/[",\r\n]/);
      }),
    );
  });
});
