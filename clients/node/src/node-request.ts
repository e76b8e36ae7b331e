/** Requests and answers of `node:http`, which Express and Fastify are made of. */
import type { IncomingMessage, ServerResponse } from "node:http";

import { guard, type Needs, type Refusal } from "./guard.js";
import { keepIdentity } from "./identity.js";
import type { Identity } from "./verdict.js";
import type { Verifier } from "./verifier.js";

/** Headers that came more than once must not vanish: node keeps the first `Authorization` alone. */
function all(message: IncomingMessage, name: string): string | undefined {
  // Requests of HTTP/2 have no such list, and join by themselves.
  const values: readonly string[] | undefined = message.headersDistinct?.[name];
  const joined = message.headers[name];
  return values?.join(", ") ?? (Array.isArray(joined) ? joined.join(", ") : joined);
}

/**
 * Asks about a request, and notes who calls on `request`, the framework's own. Its outcome is reported when its answer is
 * written, or broken off after its status was sent.
 * @returns who calls, null on a public route, or the answer to give
 */
export async function guardNode<R extends object>(
  verifier: Verifier,
  needs: Needs<R>,
  request: R,
  message: IncomingMessage,
  response: ServerResponse,
  more: { readonly target?: string | undefined; readonly address?: string | null | undefined } = {},
): Promise<Identity | Refusal | null> {
  const guarded = await guard(verifier, needs, request, {
    authorization: all(message, "authorization"),
    accessToken: all(message, "access-token"),
    method: message.method ?? "GET",
    target: more.target ?? message.url ?? "/",
    address: needs.address ? needs.address(request) : (more.address ?? message.socket.remoteAddress),
    userAgent: message.headers["user-agent"],
  });
  if (!guarded.isAllowed) return guarded.refusal;
  const { identity, headers } = guarded;
  if (!identity) return null;
  keepIdentity(request, identity);
  for (const name in headers) response.setHeader(name, headers[name] ?? "");
  if (needs.reportsOutcomes !== false) {
    response.once("close", () => {
      if (response.headersSent) verifier.report(identity.callId, response.statusCode);
    });
  }
  return identity;
}

/** Writes an answer that refuses. */
export function writeRefusal(response: ServerResponse, { status, headers, body }: Refusal): void {
  response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}
