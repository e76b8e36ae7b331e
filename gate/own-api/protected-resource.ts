import { LONG_LIVED_SCOPES, sortScopes } from "../../lib/domain/keys/scopes";
import { resourceAt } from "../../lib/domain/oauth/resource";
import type { ProtectedResource } from "../../lib/contracts/gate/gate";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "../http/answer";
import { GateRefusal, NOTHING_HERE } from "../http/problem";

export const PROTECTED_RESOURCE_PATH = "/.well-known/oauth-protected-resource";

/** Read by scripts of any site, of clients that run in a browser: there is nothing of anybody's in it. */
const CROSS_ORIGIN = { "Access-Control-Allow-Origin": "*" } as const;

/**
 * `GET /.well-known/oauth-protected-resource`, and with the path of a part of the API behind it: who gives tokens for it
 * (RFC 9728). 404 where the gate was told no address of the API or of the authorization server, and for what is not below
 * the API: to guess either from the request would let whoever writes its Host name them.
 */
export function protectedResource(request: GateRequest, service: GateService): Promise<GateAnswer> {
  const { apiUrl, consoleUrl } = service;
  const rest = request.path.slice(PROTECTED_RESOURCE_PATH.length);
  const resource = apiUrl === null ? null : resourceAt(apiUrl, rest);
  if (resource === null || consoleUrl === null) throw new GateRefusal(NOTHING_HERE);
  const body: ProtectedResource = {
    resource,
    authorization_servers: [new URL(consoleUrl).origin],
    scopes_supported: scopesOf(service),
    bearer_methods_supported: ["header"],
    resource_name: service.realm,
  };
  return Promise.resolve(jsonAnswer(200, body, { "Cache-Control": "public, max-age=300", ...CROSS_ORIGIN }));
}

/** Those that some route needs; without a route table all that the API can ask for. */
function scopesOf(service: GateService): string[] {
  const table = service.routes();
  return table ? sortScopes(table.routes.flatMap(({ scopes }) => scopes)) : [...LONG_LIVED_SCOPES];
}

/** The answer to a browser that asks whether a script of another site may send MCP's own header (Fetch, CORS preflight). */
export function protectedResourcePreflight(): Promise<GateAnswer> {
  return Promise.resolve({
    status: 204,
    headers: {
      ...CROSS_ORIGIN,
      "Access-Control-Allow-Methods": "GET",
      "Access-Control-Allow-Headers": "MCP-Protocol-Version",
      "Access-Control-Max-Age": "600",
    },
    body: null,
  });
}
