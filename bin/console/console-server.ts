/** The HTTP side of the console: limits, health, and what a request has to be before the framework gets it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import { answerBrokenRequest } from "../../lib/platform/http/broken-request";
import { clientAddress } from "../../lib/platform/http/client-address";
import * as times from "../../lib/platform/http/connection-times";
import { newId } from "../../lib/platform/ids";
import { boundBody } from "../../lib/platform/http/unread-body";
import { transportSecurity } from "../../lib/platform/http/transport-security";
import { isSignIn, SignInAdmission } from "./sign-in-admission";
import { hasManyHosts, pageOfForm, refuseUnreadable, unreadable } from "./unreadable-request";

export type Console = {
  /** The address that browsers use. */
  readonly publicAddress: URL;
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Whether the database takes what a page needs. */
  readonly isReady: () => Promise<boolean>;
  readonly isDraining: () => boolean;
  /** Whether a `Cookie` header is of a browser that has signed somebody in here. */
  readonly isKnownBrowser: (cookies: string) => boolean;
  /**
   * Hands a request to the framework. It answers, or ends the answer itself, and is done with the request then; never
   * rejects.
   */
  readonly handle: (request: IncomingMessage, response: ServerResponse, requestId: string) => Promise<void>;
};

/**
 * The console's HTTP server, which is not listening yet.
 * @param given other times than {@link times} has, in milliseconds
 */
export function createConsoleServer(
  part: Console,
  given: { readonly headersMs?: number; readonly requestMs?: number; readonly checkEveryMs?: number } = {},
): Server {
  const always = transportSecurity(part.publicAddress);
  const admission = new SignInAdmission(part);
  const server = createServer(
    {
      maxHeaderSize: times.HEADER_BYTES_MAX,
      headersTimeout: given.headersMs ?? times.HEADERS_TIMEOUT_MS,
      requestTimeout: given.requestMs ?? times.REQUEST_TIMEOUT_MS,
      keepAliveTimeout: times.KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: given.checkEveryMs ?? times.CHECK_INTERVAL_MS,
    },
    (request, response) => {
      for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
      boundBody(request, response);
      take(part, admission, request, response);
    },
  );
  server.timeout = times.STALL_TIMEOUT_MS;
  server.maxConnections = times.CONNECTIONS_MAX;
  server.on("clientError", (error, socket) => answerBrokenRequest(error, socket, always));
  return server;
}

function take(
  part: Console,
  admission: SignInAdmission,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const requestId = nameRequest(part, request);
  const { method = "", url: target = "" } = request;
  const refusal = hasManyHosts(request.rawHeaders) ? "bad_request" : unreadable(method, target);
  if (refusal) {
    refuseUnreadable(refusal, { target, requestId }, response);
    return;
  }
  response.setHeader("X-Request-Id", requestId);
  if (isHealth(method, target)) {
    void answerHealth(part, { target, requestId }, response);
    return;
  }
  const page = pageOfForm(method, target);
  if (page !== null) {
    response.writeHead(303, { Location: page, "Cache-Control": "no-store" }).end();
    return;
  }
  if (isSignIn(method, target)) void admission.take(request, response, requestId);
  else void part.handle(request, response, requestId);
}

/** Headers that only this process may set; what a client sends under these names is thrown away. */
function nameRequest({ publicAddress, trustedProxies }: Console, request: IncomingMessage): string {
  const requestId = newId();
  const forwarded = request.headers["x-forwarded-for"];
  request.headers["x-request-id"] = requestId;
  request.headers["x-countersign-address"] =
    clientAddress(
      request.socket.remoteAddress,
      Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
      trustedProxies,
    ) ?? "unknown";
  // There are no server actions; nobody's bytes are decoded as one.
  delete request.headers["next-action"];
  // next-auth makes its addresses from these; the operator says where browsers find us, not a header.
  request.headers["x-forwarded-host"] = publicAddress.host;
  request.headers["x-forwarded-proto"] = publicAddress.protocol.replace(":", "");
  return requestId;
}

function isHealth(method: string, target: string): boolean {
  return (method === "GET" || method === "HEAD") && /^\/(?:healthz|readyz)(?:\?|$)/.test(target);
}

/** `/healthz`: the process is there. `/readyz`: it can do its work, and nobody has asked it to end. */
async function answerHealth(
  part: Console,
  request: { readonly target: string; readonly requestId: string },
  response: ServerResponse,
): Promise<void> {
  const isReadiness = request.target.startsWith("/readyz");
  if (isReadiness && part.isDraining()) {
    refuseUnreadable("draining", request, response);
  } else if (isReadiness && !(await part.isReady())) {
    refuseUnreadable("database_unavailable", request, response);
  } else {
    response.writeHead(200, { "Content-Type": "application/json", "Cache-Control": "no-store" });
    response.end(JSON.stringify({ status: isReadiness ? "ready" : "ok" }));
  }
}
