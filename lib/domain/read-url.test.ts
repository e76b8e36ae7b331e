import { describe, expect, it } from "vitest";

import { readUrl } from "./read-url";

describe("an address", () => {
  it("reads the same at the first time and once the engine has compiled it", () => {
    // One byte per letter, as texts from the network come.
    const text = Buffer.from("http://bücher.example/", "latin1").toString("latin1");
    const hosts = new Set(Array.from({ length: 50_000 }, () => readUrl(text)?.host));
    expect([...hosts]).toStrictEqual(["xn--bcher-kva.example"]);
  });

  it.each(["", "a", "//a.example", "http://", "http://a b/"])("%j is none", (text) => {
    expect(readUrl(text)).toBeNull();
  });

  it("reads a path against its base", () => {
    expect(readUrl("/keys", "https://a.example")?.href).toBe("https://a.example/keys");
  });
});
