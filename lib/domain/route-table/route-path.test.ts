import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readPath, readTemplate } from "./route-path";

const values = (target: string) => readPath(target)?.map((segment) => segment.value) ?? null;

describe("reading a path", () => {
  it.each([
    ["/", []],
    ["/v6/agreements", ["v6", "agreements"]],
    ["/v6/agreements/", ["v6", "agreements"]],
    ["/v6/agreements?x=/../a;b", ["v6", "agreements"]],
    ["/v6/agreements/?", ["v6", "agreements"]],
    ["/users/ada%40acme.example", ["users", "ada@acme.example"]],
    ["/users/ada@acme.example", ["users", "ada@acme.example"]],
    ["/a/b%20c", ["a", "b c"]],
    ["/a/100%25", ["a", "100%"]],
    ["/a/caf%C3%A9", ["a", "café"]],
    ["/a/x:send", ["a", "x:send"]],
    ["/a/...b/.c", ["a", "...b", ".c"]],
    ["/a/[1]|$(2)'!*+,=~_-", ["a", "[1]|$(2)'!*+,=~_-"]],
  ])("takes %s", (target, expected) => {
    expect(values(target)).toEqual(expected);
  });

  it.each([
    ["nothing", ""],
    ["no slash at the beginning", "v6/agreements"],
    ["an address", "http://host/v6"],
    ["an asterisk", "*"],
    ["an empty segment", "/v6//agreements"],
    ["two slashes at the beginning", "//v6"],
    ["two slashes at the end", "/v6//"],
    ["nothing but slashes", "//"],
    ["a dot segment", "/v6/./agreements"],
    ["the folder above", "/v6/../admin"],
    ["the folder above at the end", "/v6/.."],
    ["the folder above and a slash", "/v6/../"],
    ["three dots", "/v6/.../x"],
    ["encoded dots", "/v6/%2e%2e/admin"],
    ["one encoded dot of two", "/v6/.%2E/admin"],
    ["dots and a space", "/v6/..%20/admin"],
    ["wide dots", "/v6/%EF%BC%8E%EF%BC%8E/admin"],
    ["a wide slash", "/v6/a%EF%BC%8Fb"],
    ["an encoded slash", "/v6/a%2Fb"],
    ["an encoded slash in small letters", "/v6/a%2fb"],
    ["an encoded backslash", "/v6/a%5Cb"],
    ["a backslash", "/v6\\agreements"],
    ["an encoded null", "/v6/a%00"],
    ["an encoded line feed", "/v6/a%0Ab"],
    ["an encoded delete", "/v6/a%7Fb"],
    ["an encoded control character of two bytes", "/v6/a%C2%85b"],
    ["an encoded question mark", "/v6/a%3Fb"],
    ["an encoded number sign", "/v6/a%23b"],
    ["a number sign", "/v6/a#b"],
    ["a parameter of a segment", "/v6/agreements;jsessionid=1"],
    ["an encoded semicolon", "/v6/agreements%3Bx"],
    ["an escape that is cut off", "/v6/a%2"],
    ["a lone percent sign", "/v6/a%"],
    ["an escape that is none", "/v6/a%zz"],
    ["another kind of escape", "/v6/%u0061"],
    ["an escape in an escape", "/v6/%252e%252e/admin"],
    ["an escaped slash in an escape", "/v6/a%252Fb"],
    ["a dot in too many bytes", "/v6/%C0%AE%C0%AE/admin"],
    ["what is no UTF-8", "/v6/a%FF"],
    ["a surrogate", "/v6/a%ED%A0%80"],
    ["a space", "/v6/a b"],
    ["a tab", "/v6/a\tb"],
    ["a line end", "/v6/a\r\nb"],
    ["a letter that is not ASCII", "/v6/caf\u00e9"],
    ["quotes", '/v6/"a"'],
    ["braces", "/v6/{id}"],
    ["more than 2,048 characters", `/${"a".repeat(2_048)}`],
    ["more than 64 segments", "/a".repeat(65)],
  ])("does not take %s", (_, target) => {
    expect(readPath(target)).toBeNull();
  });

  it("reads whatever it takes in the same way once it is decoded, merged, cut at semicolons and resolved (property)", () => {
    const piece = fc.constantFrom(
      "a",
      "B",
      ".",
      "..",
      "%2e",
      "%2F",
      "%25",
      "2f",
      ";",
      "//",
      "\\",
      "%5c",
      "é",
      "%C3%A9",
      " ",
      "%20",
      "?",
      "#",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const target = `/${pieces.join("/")}`;
        for (const path of [target, `/${pieces.join("")}`]) {
          const segments = readPath(path);
          if (!segments) continue;
          expect(segments.map((segment) => segment.value)).toEqual(resolved(path));
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

/** As a service would that decodes first, takes backslashes for slashes, drops parameters and resolves dots. */
function resolved(path: string): string[] {
  const folders: string[] = [];
  for (const part of decodeURIComponent(path.split("?")[0] ?? "").split(/[/\\]/)) {
    const name = part.split(";")[0] ?? "";
    if (name === "..") folders.pop();
    else if (name !== "." && name !== "") folders.push(name);
  }
  return folders;
}

describe("reading a template", () => {
  it("takes fixed segments and parameters", () => {
    expect(readTemplate("/accounts/{accountId}/v2.1")).toEqual([
      { type: "literal", text: "accounts" },
      { type: "parameter", name: "accountId" },
      { type: "literal", text: "v2.1" },
    ]);
    expect(readTemplate("/")).toEqual([]);
  });

  it.each([
    ["", /begins with a slash/],
    ["v6", /begins with a slash/],
    ["/v6/", /slash at the end/],
    ["/v6//a", /empty segment/],
    ["/v6/..", /no segment that a request may have/],
    ["/v6/a%20b", /characters/],
    ["/v6/a b", /characters/],
    ["/v6/é", /characters/],
    ["/v6/a;b", /characters/],
    ["/v6?x=1", /no query/],
    ["/v6/{id", /whole segment/],
    ["/v6/a{id}", /whole segment/],
    ["/v6/{}", /whole segment/],
    ["/v6/{a-b}", /whole segment/],
    ["/v6/{a}/{a}", /\{a\} is there twice/],
    ["/v6/{accountID}", /write \{accountId\}/],
    ["/v6/{account_id}", /write \{accountId\}/],
    [`/${"a".repeat(3_000)}`, /too long/],
    ["/a".repeat(65), /at most 64/],
  ])("refuses %s", (text, fault) => {
    expect(readTemplate(text)).toEqual({ fault: expect.stringMatching(fault) });
  });
});
