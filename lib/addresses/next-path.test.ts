import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";

import { safeNextPath } from "./next-path";

describe("the way back after signing in", () => {
  it.each([
    "/",
    "/accounts/0190/api-information",
    "/accounts/0190/audit-log?action=key.created&from=2026-01-01",
    "/you/security#sessions",
    "/search?q=a%2Fb%5Cc&url=https://example.test//x",
    "/a/%C3%A9",
    "/api-information",
    "/sign-in-help",
  ])("keeps %s, a page of this site", (path) => {
    expect(safeNextPath(path)).toBe(path);
  });

  it.each([
    ["a secret", `/accounts/0190/integration-keys?q=ik_live_${"aB3".repeat(15)}x`],
    ["an encoded secret", `/accounts/0190?q=ik%5flive%5F${"aB3".repeat(15)}x`],
    ["another scheme", "https://evil.test"],
    ["another scheme without slashes", "https:evil.test"],
    ["a script", "javascript:alert(1)"],
    ["a data address", "data:text/html,x"],
    ["a host without scheme", "//evil.test"],
    ["three slashes", "///evil.test"],
    ["slash and backslash", "/\\evil.test"],
    ["backslash and slash", "\\/evil.test"],
    ["two backslashes", "\\\\evil.test"],
    ["a backslash later", "/a\\..\\\\evil.test"],
    ["an encoded second slash", "/%2Fevil.test"],
    ["an encoded second slash in lower case", "/%2fevil.test"],
    ["an encoded backslash", "/%5Cevil.test"],
    ["a tab that browsers drop", "/\t/evil.test"],
    ["a line feed that browsers drop", "/\n/evil.test"],
    ["a carriage return", "/\r/evil.test"],
    ["a header of its own", "/a\r\nSet-Cookie: x=1"],
    ["encoded line feeds", "/a%0d%0aSet-Cookie:x"],
    ["a NUL", "/\u0000/evil.test"],
    ["a leading blank", " //evil.test"],
    ["a leading tab", "\t//evil.test"],
    ["dots before the slashes", "/.//evil.test"],
    ["dots that climb to the slashes", "/a/..//evil.test"],
    ["encoded dots", "/%2e//evil.test"],
    ["a path without a slash", "accounts"],
    ["credentials", "@evil.test"],
    ["a direction mark", "/\u202Egro.live"],
    ["the sign-in page itself", "/sign-in?next=/"],
    ["a route for programs", "/api/sign-out"],
    ["a file of the framework", "/_next/static/x.js"],
    ["nothing", ""],
    ["too much", `/${"a".repeat(4_000)}`],
  ])("refuses %s", (_, path) => {
    expect(safeNextPath(path)).toBeNull();
  });

  it("refuses what is not there", () => {
    expect(safeNextPath(null)).toBeNull();
    expect(safeNextPath(undefined)).toBeNull();
  });

  it("never leads to another host, whatever the text", () => {
    const piece = constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "//",
      "%2f",
      "%5c",
      "\t",
      "\n",
      "@",
      ":",
      "evil.test",
      "?",
      "#",
      "a",
    );
    assert(
      property(array(piece, { maxLength: 8 }), (pieces) => {
        const path = safeNextPath(`/${pieces.join("")}`);
        if (path === null) return;
        expect(new URL(path, "https://console.test/sign-in").origin).toBe("https://console.test");
        expect(safeNextPath(path)).toBe(path);
      }),
      { numRuns: 5_000 },
    );
  });
});
