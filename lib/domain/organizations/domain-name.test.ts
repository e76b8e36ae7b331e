import { describe, expect, it } from "vitest";

import { domainsAbove, readDomainName } from "./domain-name";

const SUFFIXES = new Set(["com", "co.uk", "github.io", "xn--p1ai"]);
const readingOf = (text: string) => readDomainName(text, (domain) => SUFFIXES.has(domain));

describe("the name of a domain", () => {
  it.each([
    ["acme.com", "acme.com"],
    ["  ACME.com ", "acme.com"],
    ["acme.com.", "acme.com"],
    ["mail.acme.co.uk", "mail.acme.co.uk"],
    ["someone.github.io", "someone.github.io"],
    ["bücher.com", "xn--bcher-kva.com"],
    ["bu\u0308cher.com", "xn--bcher-kva.com"],
    ["ＡＣＭＥ．com", "acme.com"],
    ["acme。com", "acme.com"],
    ["xn--bcher-kva.com", "xn--bcher-kva.com"],
    ["faß.com", "xn--fa-hia.com"],
    ["пример.рф", "xn--e1afmkfd.xn--p1ai"],
    ["1.com", "1.com"],
    [`${"a".repeat(63)}.com`, `${"a".repeat(63)}.com`],
  ])("reads %j as %j", (text, domain) => {
    expect(readingOf(text)).toEqual({ ok: true, domain });
  });

  it.each([
    ["", "domain_empty"],
    [" . ", "domain_empty"],
    ["ada@acme.com", "domain_is_address"],
    ["@acme.com", "domain_is_address"],
    ["*.acme.com", "domain_not_plain"],
    ["https://acme.com", "domain_not_plain"],
    ["acme.com/mail", "domain_not_plain"],
    ["acme.com:443", "domain_not_plain"],
    ["acme.com?x", "domain_not_plain"],
    ["acme.com#x", "domain_not_plain"],
    ["acme%2ecom", "domain_not_plain"],
    ["acme\\com", "domain_not_plain"],
    ["192.0.2.1", "domain_is_ip_address"],
    ["0x7f.1", "domain_is_ip_address"],
    ["127.1", "domain_is_ip_address"],
    ["2130706433", "domain_is_ip_address"],
    ["2001:db8::1", "domain_is_ip_address"],
    ["[2001:db8::1]", "domain_is_ip_address"],
    ["::ffff:192.0.2.1", "domain_is_ip_address"],
    ["acme com", "domain_not_a_name"],
    ["ac\tme.com", "domain_not_a_name"],
    ["ac\u0000me.com", "domain_not_a_name"],
    ["acme\u202E.com", "domain_not_a_name"],
    ["ac\u00ADme.com", "domain_not_a_name"],
    ["acme..com", "domain_not_a_name"],
    [".acme.com", "domain_not_a_name"],
    ["acme.com..", "domain_not_a_name"],
    ["-acme.com", "domain_not_a_name"],
    ["acme-.com", "domain_not_a_name"],
    ["_dmarc.acme.com", "domain_not_a_name"],
    ["xn--a.com", "domain_not_a_name"],
    [`${"a".repeat(64)}.com`, "domain_not_a_name"],
    [`${"a.".repeat(130)}com`, "domain_too_long"],
    ["x".repeat(2_000), "domain_too_long"],
    ["com", "domain_is_public_suffix"],
    ["localhost", "domain_is_public_suffix"],
    ["co.uk", "domain_is_public_suffix"],
    ["CO.UK.", "domain_is_public_suffix"],
    ["github.io", "domain_is_public_suffix"],
    ["рф", "domain_is_public_suffix"],
  ])("refuses %j: %s", (text, code) => {
    expect(readingOf(text)).toMatchObject({ ok: false, code, detail: expect.stringMatching(/\.$/) });
  });
});

it("the domains above one are those between it and the top level, the nearest first", () => {
  expect(domainsAbove("a.b.example.com")).toEqual(["b.example.com", "example.com"]);
  expect(domainsAbove("example.com")).toEqual([]);
});
