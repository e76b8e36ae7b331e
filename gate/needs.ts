import { needsOf as needsByTable } from "../lib/domain/request-needs";
import type { RouteFinding } from "../lib/domain/route-finding";
import type { Scope } from "../lib/domain/scopes";
import type { GateService } from "./answer";

/** What a request needs, in the form that its check takes. */
export type Needs = { readonly scopes: readonly Scope[]; readonly route: RouteFinding };

/** What the request needs by the table in use (lib/domain/request-needs.ts). */
export function needsOf(
  service: GateService,
  request: { readonly method: string; readonly path: string },
  asked: readonly Scope[],
): Needs {
  const { scopes, finding } = needsByTable(service.routes(), request, asked);
  return { scopes, route: finding };
}
