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
  it("writes the example of RFC 8785 as the standard does, and orders its names alike", () => {
    // Sections 3.2.2 and 3.2.3.
    const example = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    ) as JsonValue;
    expect(canonicalJson(example)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
    const names = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, "\u0080": 6, "\u00f6": 7 };
    expect(
      canonicalJson(names)
        .match(/\d(?=[,}])/g)
        ?.join(""),
    ).toBe("2467153");
  });

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
