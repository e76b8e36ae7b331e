import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readRouteTable } from "../../platform/route-table/route-schema";
import { matchRoute, type RouteTable } from "./route-table";
import type { Scope } from "../keys/scopes";

const ACCOUNT = "01890a5d-ac96-774b-bcce-b302099a8057";

type Entry = readonly [methods: string | readonly string[], path: string, scopes?: readonly Scope[]];

function contentOf(entries: readonly Entry[], unknownRoutes = "refuse") {
  return { unknownRoutes, routes: entries.map(([method, path, scopes = []]) => ({ method, path, scopes })) };
}

function tableOf(entries: readonly Entry[], unknownRoutes = "refuse"): RouteTable {
  const table = readRouteTable(contentOf(entries, unknownRoutes));
  if ("faults" in table) throw new Error(JSON.stringify(table.faults));
  return table;
}

const faultsOf = (content: unknown) => {
  const read = readRouteTable(content);
  return "faults" in read ? read.faults.map(({ at, text }) => `${at.join(".")}: ${text}`) : [];
};

/** The template that applies, or why none does. */
function found(table: RouteTable, request: string): string | null {
  const [method = "", target = ""] = request.split(" ");
  const match = matchRoute(table, method, target);
  return match.finding.fault ?? match.route?.template ?? null;
}

const AGREEMENTS: readonly Entry[] = [
  ["GET", "/v6/agreements", ["agreements:read"]],
  ["POST", "/v6/agreements", ["agreements:write"]],
  ["GET", "/v6/agreements/{id}", ["agreements:read"]],
  ["DELETE", "/v6/agreements/{id}", ["agreements:write"]],
  ["GET", "/v6/agreements/Events", []],
  ["ANY", "/v6/agreements/{id}/notes", ["agreements:read"]],
  ["PUT", "/v6/agreements/{id}/notes", ["agreements:write"]],
  ["GET", "/accounts/{accountId}/envelopes/{id}", ["agreements:read"]],
];

describe("finding a route", () => {
  const table = tableOf(AGREEMENTS);

  it.each([
    ["GET /v6/agreements", "/v6/agreements"],
    ["GET /v6/agreements/", "/v6/agreements"],
    ["GET /v6/agreements?cursor=../x", "/v6/agreements"],
    ["GET /v6/agreements/Events", "/v6/agreements/Events"],
    ["GET /v6/agreements/3f", "/v6/agreements/{id}"],
    ["GET /v6/agreements/%33f", "/v6/agreements/{id}"],
    ["DELETE /v6/agreements/Events", "/v6/agreements/{id}"],
    ["HEAD /v6/agreements/Events", "/v6/agreements/Events"],
    ["get /v6/agreements", "/v6/agreements"],
    ["PATCH /v6/agreements/3f/notes", "/v6/agreements/{id}/notes"],
  ])("%s is %s", (request, template) => {
    expect(found(table, request)).toBe(template);
  });

  it.each([
    "GET /",
    "GET /v6",
    "GET /v6/agreements/3f/events",
    "GET /v6/agreements/3f/notes/1",
    "POST /v6/agreements/3f",
    "HEAD /v6/users",
    "OPTIONS /v6/agreements",
    " /v6/agreements",
    "GET /v6/agreements.json",
  ])("%s is unknown", (request) => {
    expect(found(table, request)).toBe("unknown_route");
    expect(found(tableOf(AGREEMENTS, "allow"), request)).toBeNull();
  });

  it.each([
    ["another case", "GET /V6/agreements"],
    ["another case of the last segment", "GET /v6/agreements/events"],
    ["an encoded letter", "GET /v6/%61greements"],
    ["a letter that only becomes one in small letters", "GET /v6/agreements/Event%C5%BF"],
    ["a wide letter", "GET /v6/%EF%BD%81greements"],
    ["an encoded slash", "GET /v6%2Fagreements"],
    ["two slashes", "GET //v6/agreements"],
    ["dots", "GET /x/../v6/agreements"],
    ["a parameter", "GET /v6/agreements;x=1"],
  ])("a path with %s is ambiguous, and refused even where unknown routes are let through", (_, request) => {
    for (const unknownRoutes of ["refuse", "allow"]) {
      expect(found(tableOf(AGREEMENTS, unknownRoutes), request)).toBe("ambiguous_path");
    }
  });

  it("gives the scopes of the route, and a method's own before those of ANY", () => {
    expect(matchRoute(table, "POST", "/v6/agreements").scopes).toEqual(["agreements:write"]);
    expect(matchRoute(table, "PUT", "/v6/agreements/1/notes").scopes).toEqual(["agreements:write"]);
    expect(matchRoute(table, "POST", "/v6/agreements/1/notes").scopes).toEqual(["agreements:read"]);
    expect(matchRoute(table, "GET", "/nowhere").scopes).toEqual([]);
  });

  it("names the account of the path as it is written, decoded", () => {
    const accountOf = (account: string) =>
      matchRoute(table, "GET", `/accounts/${account}/envelopes/1`).finding.accountId;
    expect(accountOf(ACCOUNT)).toBe(ACCOUNT);
    expect(accountOf(ACCOUNT.replaceAll("-", "%2D"))).toBe(ACCOUNT);
    expect(accountOf("other")).toBe("other");
    expect(matchRoute(table, "GET", "/v6/agreements").finding.accountId).toBeNull();
  });

  it("takes the fixed segment before the parameter, and goes back where it leads nowhere", () => {
    const nested = tableOf([
      ["GET", "/a/b/{x}/d"],
      ["GET", "/a/{y}"],
      ["GET", "/a/b"],
      ["GET", "/{z}/b/c"],
      ["GET", "/a/b/c"],
    ]);
    expect(found(nested, "GET /a/b")).toBe("/a/b");
    expect(found(nested, "GET /a/x")).toBe("/a/{y}");
    expect(found(nested, "GET /a/b/c")).toBe("/a/b/c");
    expect(found(nested, "GET /q/b/c")).toBe("/{z}/b/c");
    expect(found(nested, "GET /a/b/c/d")).toBe("/a/b/{x}/d");
  });

  it("finds the most specific of all templates that fit, in any order of the file (property)", () => {
    const segment = fc.constantFrom("a", "b", "{x}");
    const template = fc
      .array(segment, { minLength: 1, maxLength: 4 })
      .map((parts) => `/${parts.map((part, index) => (part === "{x}" ? `{x${index}}` : part)).join("/")}`);
    fc.assert(
      fc.property(
        fc.uniqueArray(template, { maxLength: 12 }),
        fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 4 }),
        (templates, path) => {
          const content = contentOf(templates.map((text) => ["GET", text]));
          const read = readRouteTable(content);
          const backwards = readRouteTable({ ...content, routes: content.routes.toReversed() });
          expect("faults" in backwards).toBe("faults" in read);
          if ("faults" in read || "faults" in backwards) return;
          const request = `GET /${path.join("/")}`;
          const fitting = templates.filter((text) => fits(text, path));
          const narrowest = fitting.filter((one) =>
            fitting.every((other) => isAtLeastAsSpecific(one, other)),
          );
          expect(narrowest).toHaveLength(Math.min(1, fitting.length));
          expect(found(read, request)).toBe(narrowest[0] ?? "unknown_route");
          expect(found(backwards, request)).toBe(narrowest[0] ?? "unknown_route");
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

const partsOf = (template: string) => template.slice(1).split("/");

function fits(template: string, path: readonly string[]): boolean {
  const parts = partsOf(template);
  return (
    parts.length === path.length && parts.every((part, index) => part.startsWith("{") || part === path[index])
  );
}

function isAtLeastAsSpecific(one: string, other: string): boolean {
  return partsOf(other).every((part, index) => part.startsWith("{") || part === partsOf(one)[index]);
}

describe("a table that says two things", () => {
  it.each<[string, readonly Entry[], RegExp]>([
    [
      "the same route twice",
      [
        ["GET", "/a"],
        ["GET", "/a"],
      ],
      /^routes\.1\.path: there is a route for GET \/a already$/,
    ],
    [
      "the same route with another name of its parameter",
      [
        ["GET", "/a/{x}"],
        [["POST", "GET"], "/a/{y}"],
      ],
      /there is a route for GET \/a\/\{x\} already/,
    ],
    [
      "fixed segments that differ in case",
      [
        ["GET", "/A"],
        ["POST", "/a/b"],
      ],
      /"a" and "A" of another route differ only in how/,
    ],
    [
      "crossing routes",
      [
        ["GET", "/a/{x}/c"],
        ["GET", "/a/b/{y}"],
      ],
      /^routes\.1\.path: GET \/a\/b\/c fits this path and \/a\/\{x\}\/c alike: add a route for GET \/a\/b\/c$/,
    ],
    [
      "crossing routes of ANY",
      [
        ["ANY", "/{x}/c"],
        ["POST", "/b/{y}"],
      ],
      /POST \/b\/c fits/,
    ],
    [
      "crossing routes, both of ANY",
      [
        ["ANY", "/{x}/c"],
        ["ANY", "/b/{y}"],
      ],
      /: \/b\/c fits/,
    ],
    [
      "crossing routes of HEAD and GET",
      [
        ["GET", "/{x}/c"],
        ["HEAD", "/b/{y}"],
      ],
      /HEAD \/b\/c fits/,
    ],
    [
      "crossing routes with their common path for another method",
      [
        ["GET", "/{x}/c"],
        ["GET", "/b/{y}"],
        ["POST", "/b/c"],
      ],
      /GET \/b\/c fits/,
    ],
  ])("is refused: %s", (_, entries, fault) => {
    const faults = faultsOf(contentOf(entries));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(fault);
  });

  it.each<[string, readonly Entry[]]>([
    [
      "crossing routes of different methods",
      [
        ["GET", "/{x}/c"],
        ["POST", "/b/{y}"],
      ],
    ],
    [
      "crossing routes with their common path",
      [
        ["GET", "/{x}/c"],
        ["GET", "/b/{y}"],
        ["GET", "/b/c"],
      ],
    ],
    [
      "crossing routes with their common path for ANY, before them",
      [
        ["ANY", "/b/c"],
        ["GET", "/{x}/c"],
        ["GET", "/b/{y}"],
      ],
    ],
    [
      "a method beside ANY",
      [
        ["ANY", "/a"],
        ["GET", "/a"],
      ],
    ],
    [
      "a narrower route",
      [
        ["GET", "/{x}/{y}"],
        ["GET", "/a/{y}"],
        ["GET", "/a/b"],
      ],
    ],
  ])("is not refused: %s", (_, entries) => {
    expect(faultsOf(contentOf(entries))).toEqual([]);
  });
});
