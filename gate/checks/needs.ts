import { needsOf as needsByTable } from "../../lib/domain/route-table/request-needs";
import type { RouteFinding } from "../../lib/domain/route-table/route-finding";
import type { Scope } from "../../lib/domain/keys/scopes";
import type { GateService } from "../http/answer";

/** What a request needs, in the form that its check takes. */
export type Needs = {
  readonly scopes: readonly Scope[];
  readonly route: RouteFinding;
  /** True where nobody is asked for a credential (public-routes.ts). */
  readonly isPublic: boolean;
};

/** What the request needs by the table in use (lib/domain/route-table/request-needs.ts). */
export function needsOf(
  service: GateService,
  request: { readonly method: string; readonly path: string },
  asked: readonly Scope[],
): Needs {
  const { scopes, finding, isPublic } = needsByTable(service.routes(), request, asked);
  return { scopes, route: finding, isPublic };
}
