import type { GateRequest } from "./answer";
import { GateRefusal } from "./problem";

export type OriginalRequest = { readonly method: string; readonly path: string };

/**
 * The request that the gateway asks about, from `X-Forwarded-Method`/`-Uri` (Traefik, Caddy) or
 * `X-Original-Method`/`-URI` (nginx); without them, this request itself.
 * @throws GateRefusal invalid_request where both forms came and differ: a gateway sets one of them, and the other
 *   is then the client's own claim
 */
export function readOriginalRequest(request: GateRequest): OriginalRequest {
  return {
    method: agreed(request, "x-forwarded-method", "x-original-method") ?? request.method,
    path: agreed(request, "x-forwarded-uri", "x-original-uri") ?? request.path,
  };
}

function agreed(request: GateRequest, first: string, second: string): string | null {
  const [a, b] = [request.headers[first], request.headers[second]];
  if (typeof a === "string" && typeof b === "string" && a !== b) {
    throw new GateRefusal({
      code: "invalid_request",
      detail: `The headers ${first} and ${second} say different things. Let the gateway set one and remove the other.`,
    });
  }
  if (typeof a === "string") return a;
  return typeof b === "string" ? b : null;
}
