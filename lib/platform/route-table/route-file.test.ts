import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

import { matchRoute } from "../../domain/route-table/route-table";
import { parseRouteFile, readRouteFile, RouteFileError } from "./route-file";

const folder = mkdtempSync(join(tmpdir(), "routes-"));
afterAll(() => rmSync(folder, { recursive: true }));

function linesOf(work: () => unknown): readonly string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof RouteFileError) return error.lines;
    throw error;
  }
  return [];
}

const faultsOf = (text: string) => linesOf(() => parseRouteFile(text, "routes.yaml"));

describe("a route table file", () => {
  it("may be YAML or JSON", () => {
    const yaml = "routes:\n  - method: GET\n    path: /a/{id}\n    scopes: [agreements:read]\n";
    const json = JSON.stringify({ routes: [{ method: "GET", path: "/a/{id}", scopes: "agreements:read" }] });
    for (const text of [yaml, json, `\uFEFF${json}`]) {
      expect(matchRoute(parseRouteFile(text, "f"), "GET", "/a/1").scopes).toEqual(["agreements:read"]);
    }
  });

  it("has each fault named with its line and column, in their order", () => {
    const text = `unknownRoutes: maybe
routes:
  - method: GET
    path: /a/{x}/c
    scopes: [agreements:read, agreements:fly]
  - method: [GET, get]
    path: a
    scope: users:read
  - { method: GET, path: /b, scopes: }
`;
    expect(faultsOf(text)).toEqual([
      "routes.yaml:1:16: unknownRoutes is refuse or allow",
      "routes.yaml:5:31: there is no scope agreements:fly",
      "routes.yaml:6:5: scopes is missing: write scopes: [] where any key may ask, or public: true where no key is needed",
      "routes.yaml:6:19: a method is a word in capital letters, or ANY for all",
      "routes.yaml:7:11: a path begins with a slash",
      "routes.yaml:8:12: there is no setting scope: it is method, path, scopes, public",
      "routes.yaml:9:38: scopes is a list of names of scopes",
    ]);
  });

  it.each([
    ["nothing", "", /^routes\.yaml:1:1: a route table has/],
    ["a list that has no end", "routes: [", /^routes\.yaml:1:10: /],
    ["a tab", "routes:\n\t- x", /^routes\.yaml:2:1: /],
    ["a key twice", "routes: []\nroutes: []", /^routes\.yaml:2:1: Map keys must be unique$/],
    ["a tag", "!!js/function routes", /^routes\.yaml:1:1: Unresolved tag/],
    ["an alias of nothing", "routes: *x", /^routes\.yaml:\d:\d+: Unresolved alias/],
    ["two documents", "routes: []\n---\nroutes: []", /^routes\.yaml:2:1: /],
    [
      "a bomb",
      `a: &a [1,1,1,1,1,1,1,1,1]\n${"bcdefghij"
        .split("")
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghij"[index]}`).join(",")}]`)
        .join("\n")}\nroutes: *j`,
      /^routes\.yaml:1:1: Excessive alias count/,
    ],
  ])("is refused with its place: %s", (_, text, fault) => {
    expect(faultsOf(text)[0]).toMatch(fault);
  });

  it("that can't be read, is too large or no UTF-8 is refused by its name", () => {
    const fileOf = (name: string, content: string | Buffer) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    expect(linesOf(() => readRouteFile(join(folder, "none")))).toEqual([
      `${folder}/none: can't be read (ENOENT)`,
    ]);
    expect(linesOf(() => readRouteFile(folder))).toEqual([`${folder}: can't be read (EISDIR)`]);
    expect(linesOf(() => readRouteFile(fileOf("large", "#".repeat(1024 * 1024 + 1))))).toEqual([
      `${folder}/large: is larger than 1 MiB`,
    ]);
    expect(linesOf(() => readRouteFile(fileOf("binary", Buffer.from([0xff, 0xfe]))))).toEqual([
      `${folder}/binary: is not UTF-8`,
    ]);
  });

  it("of the examples is valid, and says what its comments promise", () => {
    const path = "examples/gateways/routes.yaml";
    const table = parseRouteFile(readRouteFile(path), path);
    expect(table.unknownRoutes).toBe("refuse");
    expect(matchRoute(table, "POST", "/api/rest/v6/agreements").scopes).toEqual([
      "agreements:write",
      "agreements:send",
    ]);
    expect(matchRoute(table, "GET", "/restapi/v2.1/accounts/x/envelopes").finding.accountId).toBe("x");
    expect(matchRoute(table, "GET", "/api/rest/v6/unheardOf").finding.fault).toBe("unknown_route");
  });
});
