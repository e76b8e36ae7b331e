import { describe, expect, it } from "vitest";

import { keyFilterSearch, readKeyFilters, searchText } from "./key-filters";

const read = (search: string) => {
  const params = new URLSearchParams(search);
  return readKeyFilters((name) => params.get(name));
};

describe("the filters in the address of the key list", () => {
  it("come back as they were written", () => {
    const search =
      "q=nightly&status=revoked&method=long_lived&createdBy=0193e3a4-0000-7000-8000-000000000001";
    expect(keyFilterSearch(read(search))).toBe(search);
  });

  it("leave out what can't be one, so that an old bookmark still opens", () => {
    expect(read("status=gone&method=soap&createdBy=ada&cursor=x&q=%20")).toEqual({});
  });

  it("never hold a key that somebody pasted, and find it by its last four characters instead (R9)", () => {
    const secret = `ik_live_${"a1B2".repeat(11)}Zz9Q`;
    expect(read(`q=${secret}`)).toEqual({ q: "Zz9Q" });
    expect(searchText(` ${secret} `)).toBe("Zz9Q");
    expect(searchText("ik_live_ exports")).toBe("ik_live_ exports");
  });

  it("never hold U+0000, which the database can't look for", () => {
    expect(read("q=%00night%00ly")).toEqual({ q: "nightly" });
    expect(read("q=%00")).toEqual({});
  });

  it("are cut to what the server takes", () => {
    expect(read(`q=${"x".repeat(500)}`).q).toHaveLength(120);
  });
});
