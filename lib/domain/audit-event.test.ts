import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { canonicalJson, type JsonValue } from "./audit-event";

/** Any JSON value, -0 left out: JSON has none. */
// fast-check's jsonValue makes JSON only, though its type says unknown.
const anyJson = fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<JsonValue>;

/** The same value with the members of every object in another order. */
function reordered(value: JsonValue): JsonValue {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => reordered(item));
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reordered(member)]),
  );
}

describe("canonical JSON", () => {
  it("is JSON of the same value", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("is one text for one value, however its members are ordered", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(reordered(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it("is the same text after a round through JSON", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
      }),
    );
  });

  it("tells different values apart", () => {
    fc.assert(
      fc.property(anyJson, anyJson, (a, b) => {
        const same = JSON.stringify(reordered(reordered(a))) === JSON.stringify(reordered(reordered(b)));
        if (same) expect(canonicalJson(a)).toBe(canonicalJson(b));
        if (canonicalJson(a) === canonicalJson(b)) {
          expect(JSON.parse(JSON.stringify(a))).toEqual(JSON.parse(JSON.stringify(b)));
        }
      }),
    );
  });

  it("has no white space of its own and orders members by name", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "x y" }], a: true, "": 0, é: 1, "\u{1F680}": 2 })).toBe(
      '{"":0,"a":true,"b":[1,{"c":"x y","d":null}],"é":1,"🚀":2}',
    );
  });
});
