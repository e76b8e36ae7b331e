import { NO_FINDING, type RouteFinding } from "./route-finding";
import { matchRoute, type Route, type RouteTable } from "./route-table";
import type { Scope } from "../keys/scopes";

/** What a request needs, and what the route table says of it besides. */
export type Needs = {
  readonly scopes: readonly Scope[];
  readonly finding: RouteFinding;
  /** The route that applies; null where none does, or there is no table. */
  readonly matched: Route | null;
  /** True where nobody is asked for a credential: the route is public, and the caller named no scopes. */
  readonly isPublic: boolean;
};

/**
 * The scopes that the caller asked for, or else those of the request's route, or else none. Asking for scopes replaces
 * those of the route and nothing more: an account in the path is compared, and unknown routes are refused, all the same.
 * A gateway that asks for scopes on a public route says that it isn't public there, and the stricter of the two counts.
 * @param asked scopes that the caller named; none at all is no wish, lest an empty variable of a gateway open every route
 */
export function needsOf(
  table: RouteTable | null,
  request: { readonly method: string; readonly path: string },
  asked: readonly Scope[],
): Needs {
  if (!table) return { scopes: asked, finding: NO_FINDING, matched: null, isPublic: false };
  const match = matchRoute(table, request.method, request.path);
  return {
    scopes: asked.length > 0 ? asked : match.scopes,
    finding: match.finding,
    matched: match.route,
    isPublic: asked.length === 0 && match.route?.isPublic === true,
  };
}

/**
 * What a request needs that may have been meant for the gate itself, which then asks no route table. A table that has a
 * route there speaks of the service behind the gateway.
 * @param own what the gate asks of it by itself; null where it was not meant for the gate
 */
export function needsAnywhere(
  table: RouteTable | null,
  request: { readonly method: string; readonly path: string },
  asked: readonly Scope[],
  own: readonly Scope[] | null,
): Needs {
  const needs = needsOf(table, request, asked);
  if (own === null || needs.matched) return needs;
  return { scopes: asked.length > 0 ? asked : own, finding: NO_FINDING, matched: null, isPublic: false };
}
