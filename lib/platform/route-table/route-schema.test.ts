import { describe, expect, it } from "vitest";

import { readRouteTable } from "./route-schema";

const faultsOf = (content: unknown) => {
  const read = readRouteTable(content);
  return "faults" in read ? read.faults.map(({ at, text }) => `${at.join(".")}: ${text}`) : [];
};

describe("a file that can't be used", () => {
  const route = { method: "GET", path: "/a", scopes: [] };
  it.each([
    [null, ": a route table has the keys unknownRoutes and routes"],
    [[route], ": a route table has the keys unknownRoutes and routes"],
    [{}, "routes: routes is a list of method, path, and scopes or public"],
    [{ routes: {} }, "routes: routes is a list of method, path, and scopes or public"],
    [{ routes: [], unknown: "allow" }, "unknown: there is no setting unknown: it is unknownRoutes, routes"],
    [{ routes: [], unknownRoutes: "Allow" }, "unknownRoutes: unknownRoutes is refuse or allow"],
    [{ routes: [], unknownRoutes: null }, "unknownRoutes: unknownRoutes is refuse or allow"],
    [{ routes: ["GET /a"] }, "routes.0: a route has the keys method, path, and scopes or public"],
    [
      { routes: [{ ...route, scope: "x" }] },
      "routes.0.scope: there is no setting scope: it is method, path, scopes, public",
    ],
    [{ routes: [{ path: "/a", scopes: [] }] }, "routes.0.method: method is missing: one, a list, or ANY"],
    [{ routes: [{ ...route, method: [] }] }, "routes.0.method: name at least one method"],
    [
      { routes: [{ ...route, method: "get" }] },
      "routes.0.method.0: a method is a word in capital letters, or ANY for all",
    ],
    [
      { routes: [{ ...route, method: ["GET", 5] }] },
      "routes.0.method.1: a method is a word in capital letters, or ANY for all",
    ],
    [{ routes: [{ ...route, method: ["GET", "GET"] }] }, "routes.0.method: GET is there twice"],
    [
      { routes: [{ method: "GET", scopes: [] }] },
      "routes.0.path: path is missing: a template such as /v6/agreements/{id}",
    ],
    [{ routes: [{ ...route, path: 7 }] }, "routes.0.path: path is a text such as /v6/agreements/{id}"],
    [
      { routes: [{ method: "GET", path: "/a" }] },
      "routes.0.scopes: scopes is missing: write scopes: [] where any key may ask, or public: true where no key is needed",
    ],
    [{ routes: [{ ...route, scopes: null }] }, "routes.0.scopes.0: scopes is a list of names of scopes"],
    [
      { routes: [{ ...route, scopes: ["agreements:read", "agreements:fly"] }] },
      "routes.0.scopes.1: there is no scope agreements:fly",
    ],
    [{ routes: [{ ...route, scopes: "fly" }] }, "routes.0.scopes.0: there is no scope fly"],
    [{ routes: [{ ...route, public: "yes" }] }, "routes.0.public: public is true or false"],
    [
      { routes: [{ method: "GET", path: "/a", public: false }] },
      "routes.0.scopes: scopes is missing: write scopes: [] where any key may ask, or public: true where no key is needed",
    ],
    [
      { routes: [{ ...route, public: true, scopes: "agreements:read" }] },
      "routes.0.scopes: a public route asks for no key, so it can't need scopes: remove scopes, or public",
    ],
    [
      { routes: [{ method: "GET", path: "/accounts/{accountId}", public: true }] },
      "routes.0.path: a public route asks for no key, so {accountId} is compared with nothing: name it otherwise",
    ],
    [{ routes: Array.from({ length: 2_001 }, () => route) }, "routes: there are more than 2000 routes"],
    [
      JSON.parse('{"routes": [], "__proto__": 1}'),
      "__proto__: there is no setting __proto__: it is unknownRoutes, routes",
    ],
  ])("%j", (content, fault) => {
    expect(faultsOf(content)).toEqual([fault]);
  });

  it("is told everything that is wrong with it at once", () => {
    expect(
      faultsOf({ routes: [{ method: "x", path: "y", scopes: "z" }, route, route], more: 1 }),
    ).toHaveLength(5);
  });

  it("refuses unknown routes where it says nothing of them, and takes Acrobat names", () => {
    const table = readRouteTable({ routes: [{ ...route, scopes: "agreement_read" }] });
    if ("faults" in table) throw new Error("faults");
    expect(table.unknownRoutes).toBe("refuse");
    expect(table.routes[0]?.scopes).toEqual(["agreements:read"]);
  });
});
