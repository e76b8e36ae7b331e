/** From routes that were read to a table in which no request can mean two of them. */
import { overlapOf } from "./route-overlap";
import { addRoute, newRouteNode, type Route, type RouteTable } from "./route-table";

/** A route that can't stand beside another one: its place in what was read, and why. */
export type RouteConflict = { readonly index: number; readonly text: string };

/**
 * Puts routes into a tree.
 * @param read in the order of the file; null in place of a route that could not be read
 * @returns the tree with those that are good, and every conflict
 */
export function compileRoutes(
  read: readonly (Route | null)[],
): Pick<RouteTable, "routes" | "root"> & { readonly conflicts: readonly RouteConflict[] } {
  const conflicts: RouteConflict[] = [];
  const root = newRouteNode();
  const placed: { route: Route; index: number }[] = [];
  for (const [index, route] of read.entries()) {
    if (!route) continue;
    const text = addRoute(root, route);
    if (text === null) placed.push({ route, index });
    else conflicts.push({ index, text });
  }
  const routes = placed.map(({ route }) => route);
  // When all are in the tree, since a later one may settle which of two earlier ones applies.
  for (const [place, { route, index }] of placed.entries()) {
    const text = overlapOf(root, route, routes.slice(0, place));
    if (text !== null) conflicts.push({ index, text });
  }
  return { routes, root, conflicts };
}
