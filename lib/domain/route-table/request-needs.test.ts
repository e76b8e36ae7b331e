import { describe, expect, it } from "vitest";

import { compileRoutes } from "./compile-routes";
import { needsAnywhere, needsOf } from "./request-needs";
import { readTemplate } from "./route-path";
import type { Route, RouteTable } from "./route-table";

function route(methods: readonly string[], template: string, more: Partial<Route> = {}): Route {
  const segments = readTemplate(template);
  if ("fault" in segments) throw new Error(segments.fault);
  return { methods, template, segments, scopes: [], isPublic: false, ...more };
}

const { routes, root } = compileRoutes([
  route(["GET"], "/info", { isPublic: true }),
  route(["ANY"], "/open/{name}", { isPublic: true }),
  route(["DELETE"], "/open/{name}", { scopes: ["agreements:retention"] }),
  route(["GET"], "/agreements", { scopes: ["agreements:read"] }),
]);
const table = (unknownRoutes: RouteTable["unknownRoutes"]): RouteTable => ({ routes, root, unknownRoutes });

const isPublic = (method: string, path: string) =>
  (["refuse", "allow"] as const).map((unknown) => needsOf(table(unknown), { method, path }, []).isPublic);

describe("a public route", () => {
  it.each([
    ["GET", "/info"],
    ["HEAD", "/info"],
    ["get", "/info/"],
    ["GET", "/info?x=/agreements"],
    ["POST", "/open/door"],
  ])("%s %s needs no credential", (method, path) => {
    expect(isPublic(method, path)).toEqual([true, true]);
  });

  it.each([
    ["POST", "/info"],
    ["DELETE", "/open/door"],
    ["GET", "/agreements"],
    ["GET", "/nowhere"],
    // Written so that the service behind may read another path.
    ["GET", "/INFO"],
    ["GET", "/%69nfo"],
    ["GET", "//info"],
    ["GET", "/info;x"],
    ["GET", "/open/../agreements"],
    ["GET", "/open/%2e%2e"],
    ["GET", "/open/a%2fb"],
  ])("is not what %s %s asks for", (method, path) => {
    expect(isPublic(method, path)).toEqual([false, false]);
  });

  it("is not public to a gateway that asks for scopes there", () => {
    const needs = needsOf(table("refuse"), { method: "GET", path: "/info" }, ["users:read"]);
    expect(needs).toMatchObject({ isPublic: false, scopes: ["users:read"] });
  });

  it("is nothing without a table", () => {
    expect(needsOf(null, { method: "GET", path: "/info" }, []).isPublic).toBe(false);
  });

  it("counts at an address that the gate has too, where the table speaks of the service behind", () => {
    const found = ["/info", "/elsewhere"].map((path) =>
      needsAnywhere(table("refuse"), { method: "GET", path }, [], []),
    );
    expect(found.map((needs) => needs.isPublic)).toEqual([true, false]);
  });
});
