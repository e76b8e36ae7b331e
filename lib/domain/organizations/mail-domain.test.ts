import { describe, expect, it } from "vitest";

import { mailDomainOf } from "./mail-domain";

const ascii = (domain: string) => (domain === "bücher.example" ? "xn--bcher-kva.example" : domain);

describe("the mail domain of an address", () => {
  it.each([
    ["ada@acme.example", "acme.example"],
    ["Ada@ACME.Example", "acme.example"],
    ['"a@b"@acme.example', "acme.example"],
    ["ada@bücher.example", "xn--bcher-kva.example"],
    ["acme.example@evil.example", "evil.example"],
  ])("of %s is %s", (address, domain) => {
    expect(mailDomainOf(address, ascii)).toBe(domain);
  });
});
