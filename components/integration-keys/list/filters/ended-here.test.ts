import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { withEndedHere } from "./ended-here";

const row = (id: string) => ({ id });
const ids = (pages: readonly (readonly { readonly id: string }[])[]) =>
  pages.map((page) => page.map(({ id }) => id));

describe("a key that was ended on the page of the list", () => {
  it("stays in its place", () => {
    expect(ids(withEndedHere([[row("9"), row("5")]], [row("7")]))).toEqual([["9", "7", "5"]]);
    expect(ids(withEndedHere([[row("9")], [row("5")]], [row("7"), row("1")]))).toEqual([
      ["9"],
      ["7", "5", "1"],
    ]);
  });

  it("stays where it was the only one", () => {
    expect(ids(withEndedHere([[]], [row("7")]))).toEqual([["7"]]);
    expect(ids(withEndedHere([], [row("7")]))).toEqual([["7"]]);
    expect(ids(withEndedHere([], []))).toEqual([]);
  });

  it("is there once, as the server knows it, where the list still has it", () => {
    const known = { id: "7", status: "revoked" };
    expect(withEndedHere([[known]], [{ id: "7", status: "active" }])).toEqual([[known]]);
  });

  it("never loses, doubles or moves a row, however pages and ended keys lie", () => {
    const keys = fc.uniqueArray(fc.integer({ min: 100, max: 999 }), { maxLength: 30 });
    fc.assert(
      fc.property(
        keys,
        fc.integer({ min: 1, max: 7 }),
        fc.infiniteStream(fc.boolean()),
        (numbers, size, coins) => {
          const all = numbers.toSorted((a, b) => b - a).map((id) => row(String(id)));
          const ended = all.filter(() => coins.next().value);
          const listed = all.filter((key) => !ended.includes(key));
          const pages = Array.from({ length: Math.ceil(listed.length / size) }, (_, index) =>
            listed.slice(index * size, (index + 1) * size),
          );
          expect(withEndedHere(pages, ended).flat()).toEqual(all);
        },
      ),
    );
  });
});
