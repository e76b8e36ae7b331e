/**
 * Which scopes a request needs, by its method and path. The table is compiled once; looking a request up costs about
 * as much as reading its path.
 */
import type { RouteFinding } from "./route-finding";
import { ACCOUNT_PARAMETER, keyOf, readPath, type PathSegment, type TemplateSegment } from "./route-path";
import type { Scope } from "../keys/scopes";

/** What happens to a request that no route has. */
export const UNKNOWN_ROUTES = ["refuse", "allow"] as const;
export type UnknownRoutes = (typeof UNKNOWN_ROUTES)[number];

/** Stands for every method that the same path has no route of its own for. */
export const ANY_METHOD = "ANY";

export type Route = {
  /** Methods in upper case, or {@link ANY_METHOD}. */
  readonly methods: readonly string[];
  /** The path as the file has it. */
  readonly template: string;
  readonly segments: readonly TemplateSegment[];
  /** Scopes, all of which are needed. */
  readonly scopes: readonly Scope[];
  /** True where a request is let through without a credential. */
  readonly isPublic: boolean;
};

export type RouteTable = {
  readonly routes: readonly Route[];
  readonly unknownRoutes: UnknownRoutes;
  readonly root: RouteNode;
};

/** A node of the tree of routes: those that share a beginning. */
export type RouteNode = {
  readonly literals: Map<string, { readonly text: string; readonly node: RouteNode }>;
  parameter: RouteNode | null;
  /** Routes that end here, by method. */
  readonly ends: Map<string, Route>;
};

export type RouteMatch = {
  /** The route that applies; null where none does. */
  readonly route: Route | null;
  readonly scopes: readonly Scope[];
  readonly finding: RouteFinding;
};

/** Makes a node of the tree of routes with nothing in it. */
export function newRouteNode(): RouteNode {
  return { literals: new Map(), parameter: null, ends: new Map() };
}

/**
 * Finds the route that applies to a request. The most specific path wins (a fixed segment before a parameter, from the
 * left); a HEAD follows GET where it has no route of its own. A path that only some services would take for a route's
 * (other case, encoded letters) is ambiguous, and so are those of {@link readPath}: they are refused whatever the
 * table says of unknown routes, since what the service behind sees might be a route that needs scopes.
 * @param target the path, with or without its query
 */
export function matchRoute(table: RouteTable, method: string, target: string): RouteMatch {
  const segments = readPath(target);
  if (!segments) return noRoute("ambiguous_path");
  const route = find(table.root, segments, 0, method.toUpperCase());
  if (!route) return noRoute(table.unknownRoutes === "refuse" ? "unknown_route" : null);
  if (!isWrittenAlike(route, segments)) return noRoute("ambiguous_path");
  return { route, scopes: route.scopes, finding: { fault: null, accountId: accountOf(route, segments) } };
}

function noRoute(fault: RouteFinding["fault"]): RouteMatch {
  return { route: null, scopes: [], finding: { fault, accountId: null } };
}

function find(
  node: RouteNode,
  segments: readonly PathSegment[],
  index: number,
  method: string,
): Route | null {
  const segment = segments[index];
  if (segment === undefined) return endFor(node, method);
  const literal = node.literals.get(segment.key);
  const found = literal ? find(literal.node, segments, index + 1, method) : null;
  if (found || !node.parameter) return found;
  return find(node.parameter, segments, index + 1, method);
}

/** The route that ends at this node and takes the method. */
export function endFor(node: RouteNode, method: string): Route | null {
  const { ends } = node;
  const own = ends.get(method) ?? (method === "HEAD" ? ends.get("GET") : undefined);
  return own ?? ends.get(ANY_METHOD) ?? null;
}

function isWrittenAlike(route: Route, segments: readonly PathSegment[]): boolean {
  return route.segments.every(
    (segment, index) => segment.type === "parameter" || segment.text === segments[index]?.raw,
  );
}

function accountOf(route: Route, segments: readonly PathSegment[]): string | null {
  const index = route.segments.findIndex(
    (segment) => segment.type === "parameter" && segment.name === ACCOUNT_PARAMETER,
  );
  return segments[index]?.value ?? null;
}

/** Puts a route into the tree. @returns what is wrong with it, null if nothing is */
export function addRoute(root: RouteNode, route: Route): string | null {
  let node = root;
  for (const segment of route.segments) {
    const next = childFor(node, segment);
    if (typeof next === "string") {
      return `"${segmentText(segment)}" and "${next}" of another route differ only in how they are written`;
    }
    node = next;
  }
  for (const method of route.methods) {
    const other = node.ends.get(method);
    if (other) return `there is a route for ${method} ${other.template} already`;
    node.ends.set(method, route);
  }
  return null;
}

/** The node of a segment, made where it is missing; or the text of the one that stands in its place. */
function childFor(node: RouteNode, segment: TemplateSegment): RouteNode | string {
  if (segment.type === "parameter") return (node.parameter ??= newRouteNode());
  const key = keyOf(segment.text);
  const child = node.literals.get(key) ?? { text: segment.text, node: newRouteNode() };
  if (child.text !== segment.text) return child.text;
  node.literals.set(key, child);
  return child.node;
}

/** A segment as templates have it. */
export function segmentText(segment: TemplateSegment): string {
  return segment.type === "literal" ? segment.text : `{${segment.name}}`;
}
