import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { readRouteTable } from "../../platform/route-table/route-schema";
import { matchRoute, type RouteTable } from "./route-table";

const PIECES =
  "admin users ADMIN Users %61dmin user%73 x .. . %2e%2e %2E ;a=b %3B / // %2F %252F %25 2f \\ %5c ? %3f # %23 ａ".split(
    " ",
  );

/** Lets everything through but one path. */
function guardedTable(): RouteTable {
  const route = { method: "ANY", path: "/admin/users", scopes: ["users:write"] };
  const table = readRouteTable({ unknownRoutes: "allow", routes: [route] });
  if ("faults" in table) throw new Error(JSON.stringify(table.faults));
  return table;
}

/** What services do to a path before they look for its route: each some of it, in some order. */
const READINGS: readonly ((path: string) => string)[] = [
  (path) => decodeLeniently(path),
  (path) => path.replaceAll("\\", "/"),
  (path) => path.replaceAll(/;[^/]*/g, ""),
  (path) => path.replaceAll(/\/+/g, "/"),
  (path) => path.replace(/[?#].*$/, ""),
  (path) => path.replaceAll("/./", "/").replace(/\/[^/]+\/\.\.(?=\/|$)/, ""),
  (path) => path.toLowerCase(),
  (path) => path.normalize("NFKC"),
  (path) => path.replace(/(.)\/$/, "$1"),
];

function decodeLeniently(path: string): string {
  return path.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/**
 * Everything that a service may take the path for. Whatever else it does, its query begins at the first question mark that
 * is written as one (RFC 3986 section 3.4).
 */
function readingsOf(target: string): Set<string> {
  const seen = new Set(target.split("?", 1));
  for (const path of seen) {
    for (const read of READINGS) if (seen.size < 500) seen.add(read(path));
  }
  return seen;
}

describe("a guarded path", () => {
  it("is open to nobody in any spelling that some service takes for it, even where unknown routes are let through (property)", () => {
    const table = guardedTable();
    const piece = fc.constantFrom(...PIECES);
    const target = fc.array(piece, { minLength: 1, maxLength: 8 });
    const spelt = fc.tuple(
      fc.array(piece, { maxLength: 3 }),
      fc.array(piece, { maxLength: 3 }),
      fc.array(piece, { maxLength: 2 }),
    );
    const targets = fc.oneof(
      target.map((pieces) => `/${pieces.join("")}`),
      spelt.map(
        ([before, between, after]) => `/${before.join("")}/admin/${between.join("")}/users${after.join("")}`,
      ),
      spelt.map(([before, , after]) => `${before.join("")}/%61dmin/USERS${after.join("")}`),
    );
    let guarded = 0;
    fc.assert(
      fc.property(targets, (path) => {
        if (!readingsOf(path).has("/admin/users")) return;
        guarded += 1;
        const match = matchRoute(table, "GET", path);
        expect(match.finding.fault !== null || match.scopes.length > 0).toBe(true);
      }),
      { numRuns: 5_000 },
    );
    expect(guarded).toBeGreaterThan(200);
  });
});
