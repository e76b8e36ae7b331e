import { baseUris, baseUrisV5 } from "./own-api/acrobat";
import type { Handler } from "./http/answer";
import { authorize } from "./checks/authorize";
import {
  deleteRequestLogs,
  getRequestLog,
  getRequestLogs,
  getSettings,
  putSettings,
} from "./own-api/diagnostics";
import { healthz, readyz } from "./health";
import { loginInformation } from "./own-api/login-information";
import { getKey, listKeys, refuseWrite } from "./own-api/integration-keys";
import { me } from "./own-api/me";
import {
  PROTECTED_RESOURCE_PATH,
  protectedResource,
  protectedResourcePreflight,
} from "./own-api/protected-resource";
import { reportOutcome } from "./checks/outcome";
import { openApi, referenceFile, referencePage } from "./openapi/reference-page";
import { verify } from "./checks/verify";

/** What answers a path: one handler for every method, or one per method. */
export type Endpoint = Handler | Readonly<Record<string, Handler>>;

const read = (handler: Handler) => ({ GET: handler, HEAD: handler });
const WRITES = { POST: refuseWrite, PUT: refuseWrite, PATCH: refuseWrite, DELETE: refuseWrite };

const RESOURCE = { ...read(protectedResource), OPTIONS: protectedResourcePreflight };

/** Every endpoint of the gate: a `{parameter}` stands for one segment, `{path}` for all that follow, all else is exact. */
export const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ["/v1/authorize", authorize],
  ["/v1/verify", { POST: verify }],
  ["/v1/calls/{callId}/outcome", { PUT: reportOutcome }],
  ["/v1/me", read(me)],
  ["/v1/integration-keys", { ...read(listKeys), ...WRITES }],
  ["/v1/integration-keys/{keyId}", { ...read(getKey), ...WRITES }],
  ["/api/rest/v6/baseUris", read(baseUris)],
  ["/api/rest/v5/base_uris", read(baseUrisV5)],
  ["/restapi/v2/login_information", read(loginInformation)],
  ["/restapi/v2.1/diagnostics/settings", { ...read(getSettings), PUT: putSettings }],
  ["/restapi/v2.1/diagnostics/request_logs", { ...read(getRequestLogs), DELETE: deleteRequestLogs }],
  ["/restapi/v2.1/diagnostics/request_logs/{requestLogId}", read(getRequestLog)],
  [PROTECTED_RESOURCE_PATH, RESOURCE],
  [`${PROTECTED_RESOURCE_PATH}/{path}`, RESOURCE],
  ["/healthz", read(healthz)],
  ["/readyz", read(readyz)],
  ["/openapi.json", read(openApi)],
  ["/reference", read(referencePage)],
  ["/reference/{file}", read(referenceFile)],
]);
const PATTERNS = [...ENDPOINTS]
  .filter(([path]) => path.includes("{"))
  .map(([path, endpoint]) => ({
    pattern: new RegExp(`^${path.replace("{path}", ".+").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
    endpoint,
  }));

export type Match =
  | { readonly type: "handler"; readonly handler: Handler }
  | { readonly type: "not_found" }
  | { readonly type: "method_not_allowed"; readonly allow: readonly string[] };

/** Finds what answers a request; paths are exact. */
export function matchEndpoint(method: string, path: string): Match {
  const endpoint = ENDPOINTS.get(path) ?? PATTERNS.find(({ pattern }) => pattern.test(path))?.endpoint;
  if (!endpoint) return { type: "not_found" };
  if (typeof endpoint === "function") return { type: "handler", handler: endpoint };
  const handler = Object.hasOwn(endpoint, method) ? endpoint[method] : undefined;
  if (handler) return { type: "handler", handler };
  // Writes are refused with a reason of their own and are no methods to try.
  const allow = Object.keys(endpoint).filter((name) => endpoint[name] !== refuseWrite);
  return { type: "method_not_allowed", allow };
}
