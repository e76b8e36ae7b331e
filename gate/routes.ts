import { baseUris, baseUrisV5 } from "./acrobat";
import type { Handler } from "./answer";
import { authorize } from "./authorize";
import { healthz, readyz } from "./health";
import { getKey, listKeys, refuseWrite } from "./integration-keys";
import { me } from "./me";
import { reportOutcome } from "./outcome";
import { openApi, referenceFile, referencePage } from "./reference-page";
import { verify } from "./verify";

/** What answers a path: one handler for every method, or one per method. */
export type Route = Handler | Readonly<Record<string, Handler>>;

const read = (handler: Handler) => ({ GET: handler, HEAD: handler });
const WRITES = { POST: refuseWrite, PUT: refuseWrite, PATCH: refuseWrite, DELETE: refuseWrite };

/** Every route of the gate: a `{parameter}` stands for one segment, all else is exact. */
export const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["/v1/authorize", authorize],
  ["/v1/verify", { POST: verify }],
  ["/v1/calls/{callId}/outcome", { PUT: reportOutcome }],
  ["/v1/me", read(me)],
  ["/v1/integration-keys", { ...read(listKeys), ...WRITES }],
  ["/v1/integration-keys/{keyId}", { ...read(getKey), ...WRITES }],
  ["/api/rest/v6/baseUris", read(baseUris)],
  ["/api/rest/v5/base_uris", read(baseUrisV5)],
  ["/healthz", read(healthz)],
  ["/readyz", read(readyz)],
  ["/openapi.json", read(openApi)],
  ["/reference", read(referencePage)],
  ["/reference/{file}", read(referenceFile)],
]);
const PATTERNS = [...ROUTES]
  .filter(([path]) => path.includes("{"))
  .map(([path, route]) => ({ pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`), route }));

export type Match =
  | { readonly type: "handler"; readonly handler: Handler }
  | { readonly type: "not_found" }
  | { readonly type: "method_not_allowed"; readonly allow: readonly string[] };

/** Finds what answers a request; paths are exact. */
export function matchRoute(method: string, path: string): Match {
  const route = ROUTES.get(path) ?? PATTERNS.find(({ pattern }) => pattern.test(path))?.route;
  if (!route) return { type: "not_found" };
  if (typeof route === "function") return { type: "handler", handler: route };
  const handler = Object.hasOwn(route, method) ? route[method] : undefined;
  if (handler) return { type: "handler", handler };
  // Writes are refused with a reason of their own and are no methods to try.
  const allow = Object.keys(route).filter((name) => route[name] !== refuseWrite);
  return { type: "method_not_allowed", allow };
}
