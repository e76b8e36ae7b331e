/** From the content of a route table file to a table, or everything that is wrong with it. */
import { readTemplate } from "./route-path";
import { overlapOf } from "./route-overlap";
import {
  addRoute,
  ANY_METHOD,
  newRouteNode,
  UNKNOWN_ROUTES,
  type Route,
  type RouteTable,
  type UnknownRoutes,
} from "./route-table";
import { readScopes, type Scope } from "./scopes";

/** Something wrong, and where: keys and indexes from the top of the file. */
export type RouteFault = { readonly at: readonly (string | number)[]; readonly text: string };

export const ROUTES_MAX = 2_000;
const METHOD = /^[A-Z][A-Z-]{0,15}$/;
const FILE_KEYS = ["unknownRoutes", "routes"];
const ROUTE_KEYS = ["method", "path", "scopes"];

type At = readonly (string | number)[];
type Fail = (at: At, text: string) => null;

/**
 * Reads the content of a route table: `unknownRoutes` (`refuse`, the default, or `allow`) and `routes`, each with
 * `method` (one, a list, or ANY), `path` and `scopes` (one or a list, which may be empty; canonical or Acrobat names).
 * @returns the table, or every fault
 */
export function readRouteTable(content: unknown): RouteTable | { readonly faults: readonly RouteFault[] } {
  const faults: RouteFault[] = [];
  const fail: Fail = (at, text) => {
    faults.push({ at, text });
    return null;
  };
  if (!isRecord(content))
    return { faults: [{ at: [], text: "a route table has the keys unknownRoutes and routes" }] };
  refuseOtherKeys(content, FILE_KEYS, [], fail);
  const unknownRoutes = readUnknownRoutes(content["unknownRoutes"], fail);
  const list = content["routes"];
  if (!Array.isArray(list)) {
    fail(list === undefined ? [] : ["routes"], "routes is a list of method, path and scopes");
    return { faults };
  }
  if (list.length > ROUTES_MAX)
    return { faults: [{ at: ["routes"], text: `there are more than ${ROUTES_MAX} routes` }] };
  const read = list.map((entry: unknown, index) => readRoute(entry, ["routes", index], fail));
  const { routes, root } = compile(read, fail);
  return faults.length > 0 ? { faults } : { routes, root, unknownRoutes };
}

function compile(read: readonly (Route | null)[], fail: Fail) {
  const root = newRouteNode();
  const routes: Route[] = [];
  for (const [index, route] of read.entries()) {
    if (!route) continue;
    const fault = addRoute(root, route);
    if (fault === null) routes.push(route);
    else fail(["routes", index, "path"], fault);
  }
  // When all are in the tree, since a later one may settle which of two earlier ones applies.
  const indexes = new Map(read.map((route, index) => [route, index]));
  for (const [place, route] of routes.entries()) {
    const fault = overlapOf(root, route, routes.slice(0, place));
    if (fault !== null) fail(["routes", indexes.get(route) ?? 0, "path"], fault);
  }
  return { routes, root };
}

function readUnknownRoutes(value: unknown, fail: Fail): UnknownRoutes {
  const found = UNKNOWN_ROUTES.find((name) => name === value);
  if (found === undefined && value !== undefined) fail(["unknownRoutes"], "unknownRoutes is refuse or allow");
  return found ?? "refuse";
}

function readRoute(entry: unknown, at: At, fail: Fail): Route | null {
  if (!isRecord(entry)) return fail(at, "a route has the keys method, path and scopes");
  refuseOtherKeys(entry, ROUTE_KEYS, at, fail);
  const methods = readMethods(entry["method"], at, fail);
  const path = readPathTemplate(entry["path"], at, fail);
  const scopes = readNeeded(entry["scopes"], at, fail);
  return methods && path && scopes ? { methods, ...path, scopes } : null;
}

function readMethods(value: unknown, at: At, fail: Fail): readonly string[] | null {
  if (value === undefined) return fail(at, `method is missing: one, a list, or ${ANY_METHOD}`);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return fail([...at, "method"], "name at least one method");
  const methods = list.filter((name) => typeof name === "string" && METHOD.test(name)).map(String);
  if (methods.length < list.length) {
    return fail([...at, "method"], `a method is a word in capital letters, or ${ANY_METHOD} for all`);
  }
  const twice = methods.find((name, index) => methods.indexOf(name) !== index);
  return twice === undefined ? methods : fail([...at, "method"], `${twice} is there twice`);
}

function readPathTemplate(value: unknown, at: At, fail: Fail) {
  if (value === undefined) return fail(at, "path is missing: a template such as /v6/agreements/{id}");
  if (typeof value !== "string") return fail([...at, "path"], "path is a text such as /v6/agreements/{id}");
  const segments = readTemplate(value);
  return "fault" in segments ? fail([...at, "path"], segments.fault) : { template: value, segments };
}

function readNeeded(value: unknown, at: At, fail: Fail): readonly Scope[] | null {
  if (value === undefined) return fail(at, "scopes is missing: write scopes: [] where the route needs none");
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const names = list.filter((name) => typeof name === "string");
  if (names.length < list.length) return fail([...at, "scopes"], "scopes is a list of names of scopes");
  const { scopes, unknown } = readScopes(names);
  for (const name of unknown) {
    const index = names.indexOf(name);
    fail(
      Array.isArray(value) ? [...at, "scopes", index] : [...at, "scopes"],
      `there is no scope ${name.slice(0, 60)}`,
    );
  }
  return unknown.length > 0 ? null : scopes;
}

function refuseOtherKeys(
  record: Record<string, unknown>,
  known: readonly string[],
  at: At,
  fail: Fail,
): void {
  for (const key of Object.keys(record)) {
    if (!known.includes(key))
      fail([...at, key], `there is no setting ${key.slice(0, 60)}: it is ${known.join(", ")}`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
