import { describe, expect, it } from "vitest";

import { askedFilters, keyFilterSearch, readKeyFilters, statusShown } from "./key-filters";

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
  });

  it("never hold U+0000, which the database can't look for", () => {
    expect(read("q=%00night%00ly")).toEqual({ q: "nightly" });
    expect(read("q=%00")).toEqual({});
  });

  it("hold the text as names are kept: any white space one space, nothing invisible", () => {
    expect(read("q=Nightly%C2%A0export%E2%80%8B").q).toBe("Nightly export");
    expect(read("q=%E2%80%8B%C2%A0")).toEqual({});
  });

  it.each([
    ["", "live"],
    ["method=oauth", "live"],
    // The one who looks for a key may not know that it has ended.
    ["q=nightly", "any"],
    ["q=nightly&status=live", "live"],
    ["status=any", "any"],
    ["status=live", "live"],
    ["status=any&q=x", "any"],
    ["status=revoked", "revoked"],
    ["status=ended", "ended"],
    ["status=expired&q=x", "expired"],
  ])("%j shows %s keys, and asks the server for no others", (search, status) => {
    const filters = read(search);
    expect(statusShown(filters)).toBe(status);
    expect(askedFilters(filters).status).toBe(status === "any" ? undefined : status);
    expect(askedFilters(filters).q).toBe(filters.q);
    expect(keyFilterSearch(filters)).toBe(keyFilterSearch(read(keyFilterSearch(filters))));
  });

  it("leave out the status that is meant without it, so that the same list has one address", () => {
    expect(read("status=live")).toEqual({});
    expect(read("status=any&q=x")).toEqual({ q: "x" });
  });

  it("are cut to what the server takes", () => {
    expect(read(`q=${"x".repeat(500)}`).q).toHaveLength(120);
  });
});
