import { describe, expect, it } from "vitest";

import { searchedText, searchText } from "./search-text";

describe("the text that is searched for", () => {
  it("is the last four characters of a key that somebody pasted, and nothing else of it (R9)", () => {
    const secret = `ik_live_${"a1B2".repeat(11)}Zz9Q`;
    expect(searchText(` ${secret} `)).toBe("Zz9Q");
    expect(searchText("ik_live_ exports")).toBe("ik_live_ exports");
  });

  it("never holds U+0000, which the database can't look for", () => {
    expect(searchText("night\0ly")).toBe("nightly");
  });

  it("is asked for as names are kept: any white space one space, nothing invisible", () => {
    expect(searchedText("Nightly\u00a0export\u200b")).toBe("Nightly export");
  });
});
