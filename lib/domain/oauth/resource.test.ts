import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { newSecret } from "../../platform/secrets/secrets";
import { isForResource, isWithinResource, resourceAt, resourceMetadataUrl } from "./resource";

const API = "https://api.example.com";

describe("a token for a resource", () => {
  it.each([
    "https://api.example.com",
    "https://api.example.com/",
    "HTTPS://API.Example.COM",
    "https://api.example.com:443/",
  ])("that is %s is for every request to the API, however its path is written", (resource) => {
    for (const path of ["/", "/agreements/7", "//x", "/x/..%2fy", ""]) {
      expect(isForResource(resource, API, path)).toBe(true);
    }
  });

  it.each([
    "http://api.example.com",
    "https://api.example.com:8443",
    "https://api.example.com.evil.example",
    "https://evil.example/https://api.example.com",
    "https://example.com",
    "https://xapi.example.com",
    "https://api.example.com?x=1",
    "urn:countersign",
    "nonsense",
  ])("that is %s is for none", (resource) => {
    expect(isForResource(resource, API, "/")).toBe(false);
  });

  it.each([
    ["/mcp", true],
    ["/mcp/", true],
    ["/mcp?session=1", true],
    ["/mcp/tools/1", true],
    ["/", false],
    ["/mcpx", false],
    ["/MCP", false],
    ["/%6dcp", false],
    ["/mcp/../admin", false],
    ["/mcp/%2e%2e/admin", false],
    ["/mcp/..%2fadmin", false],
    ["/mcp//admin", false],
    ["/mcp;x/admin", false],
    ["/mcp\\..\\admin", false],
    ["//mcp", false],
    ["/admin/mcp", false],
    ["mcp", false],
  ])("below the API: for %s %s", (path, expected) => {
    for (const resource of [`${API}/mcp`, `${API}/mcp/`]) {
      expect(isForResource(resource, API, path)).toBe(expected);
    }
  });

  it("finds the API's own path in the request's or not, since gateways may take it off", () => {
    const api = "https://example.com/api/";
    for (const path of ["/api/mcp/x", "/mcp/x"]) {
      expect(isForResource("https://example.com/api/mcp", api, path)).toBe(true);
      expect(isForResource("https://example.com/mcp", api, path)).toBe(false);
    }
    expect(isForResource("https://example.com", api, "/elsewhere")).toBe(true);
    expect(isForResource("https://example.com/apix", api, "/apix")).toBe(false);
  });

  it("is for nobody who was not told where the API is", () => {
    expect(isForResource(API, null, "/")).toBe(false);
    expect(isForResource(API, "nonsense", "/")).toBe(false);
  });

  it("is for no sibling of it and for nothing above it, whatever the names", () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,6}$/);
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 4 }),
        fc.array(name, { maxLength: 6 }),
        (of, to) => {
          const isBelow = to.slice(0, of.length).join("/") === of.join("/");
          expect(isForResource(`${API}/${of.join("/")}`, API, `/${to.join("/")}`)).toBe(isBelow);
        },
      ),
    );
  });
});

describe("a token that is asked for", () => {
  it.each([
    [null, API, true],
    [API, API, true],
    [`${API}/`, API, true],
    [`${API}/mcp`, API, true],
    [`${API}/mcp/`, `${API}/mcp`, true],
    [`${API}/mcp`, null, true],
    [API, `${API}/mcp`, false],
    [`${API}/mcpx`, `${API}/mcp`, false],
    [`${API}/mcp/../x`, `${API}/mcp`, false],
    ["https://other.example", API, false],
    ["http://api.example.com", API, false],
    ["urn:x", API, false],
  ])("for %s within %s: %s", (asked, authorized, expected) => {
    expect(isWithinResource(asked, authorized)).toBe(expected);
  });
});

describe("the well-known address", () => {
  it("speaks of the API, without a slash at the end, and of what is below it", () => {
    expect(resourceAt(`${API}/`, "")).toBe(API);
    expect(resourceAt(API, "/mcp")).toBe(`${API}/mcp`);
    expect(resourceAt(API, "/mcp/")).toBe(`${API}/mcp`);
    expect(resourceAt("https://example.com/api/", "")).toBe("https://example.com/api");
    expect(resourceAt("https://example.com/api", "/api/mcp")).toBe("https://example.com/api/mcp");
  });

  it("speaks of nothing else, and repeats neither a secret nor a path that can be read in two ways", () => {
    expect(resourceAt("https://example.com/api", "/other")).toBeNull();
    const secret = newSecret("ik", "production").text;
    for (const rest of ["//x", "/x/../y", "x", '/"', "/x y", "/x\r\ny", `/${secret}`]) {
      expect(resourceAt(API, rest)).toBeNull();
    }
  });

  it("stands before the API's path", () => {
    expect(resourceMetadataUrl(API)).toBe(`${API}/.well-known/oauth-protected-resource`);
    expect(resourceMetadataUrl("https://example.com/api/")).toBe(
      "https://example.com/.well-known/oauth-protected-resource/api",
    );
    expect(resourceMetadataUrl("nonsense")).toBeNull();
  });
});
