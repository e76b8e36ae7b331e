import { describe, expect, it } from "vitest";

import { assertSameOrigin } from "./origin";

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

function isLetThrough(method: string, headers: Record<string, string>): boolean {
  const request = new Request("http://console.test/api/x", { method, headers });
  try {
    assertSameOrigin(request);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "cross_origin" });
    return false;
  }
}

describe("an unsafe request", () => {
  it.each<[headers: Record<string, string>, isAllowed: boolean, why: string]>([
    [{}, true, "a program: no browser sends neither header"],
    [{ "Sec-Fetch-Site": "same-origin" }, true, "our own page"],
    [{ "Sec-Fetch-Site": "none" }, true, "the person typed the address"],
    [{ "Sec-Fetch-Site": "same-site" }, false, "a page of a sibling host"],
    [{ "Sec-Fetch-Site": "cross-site" }, false, "a page of another site"],
    [{ "Sec-Fetch-Site": "something new" }, false, "a relation that nobody knows yet"],
    [{ Origin: "http://console.test" }, true, "our own page, in an old browser"],
    [{ Origin: "http://console.test:80" }, true, "the same with the port written out"],
    [{ Origin: "http://evil.test" }, false, "another page, in an old browser"],
    [{ Origin: "http://console.test:8080" }, false, "another port"],
    [{ Origin: "http://console.test.evil.test" }, false, "a host that begins like ours"],
    [{ Origin: "http://evilconsole.test" }, false, "a host that ends like ours"],
    [{ Origin: "http://console.test@evil.test" }, false, "our host as a user name"],
    [{ Origin: "null" }, false, "a sandboxed page"],
    [{ Origin: "" }, false, "an empty origin"],
    [{ Origin: "null", Host: "" }, false, "a sandboxed page and no host"],
    [{ Origin: "file:///tmp/x.html" }, false, "a file"],
    [{ Origin: "http://console.test", "Sec-Fetch-Site": "cross-site" }, false, "headers that disagree"],
    [{ Origin: "http://evil.test", "Sec-Fetch-Site": "same-origin" }, false, "headers that disagree"],
    [{ Origin: "http://console.test", Host: "10.0.0.7:3000" }, true, "a proxy that rewrites the host"],
    [{ Origin: "http://10.0.0.7:3000", Host: "10.0.0.7:3000" }, true, "reached by an address of its own"],
  ])("with %o is let through: %s (%s)", (headers, isAllowed) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect(isLetThrough(method, headers), method).toBe(isAllowed);
    }
  });

  it("is told from a safe one by its method alone", () => {
    const foreign = { Origin: "http://evil.test", "Sec-Fetch-Site": "cross-site" };
    expect(METHODS.filter((method) => isLetThrough(method, foreign))).toEqual(["GET", "HEAD", "OPTIONS"]);
  });
});
