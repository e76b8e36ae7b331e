/** The HTTP side of the gate: limits, dispatch, and one place that writes answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Logger } from "pino";

import { answerBrokenRequest } from "../lib/platform/http/broken-request";
import {
  CHECK_INTERVAL_MS,
  CONNECTIONS_MAX,
  HEADER_BYTES_MAX,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  REQUEST_TIMEOUT_MS,
  STALL_TIMEOUT_MS,
} from "../lib/platform/http/connection-times";
import { discardBody } from "../lib/platform/http/unread-body";
import { VerificationUnavailable } from "../lib/verification/statement/unavailable";
import { refusalOf } from "./own-api/refusal-words";
import type { GateAnswer, GateRequest, GateService } from "./http/answer";
import { ClientGone } from "./http/body";
import { createOutageLog } from "./http/outage-log";
import { HttpRequest } from "./http/http-request";
import { problemOf } from "./http/fault";
import { isPatient, noteAnswer } from "./http/pipelining";
import { GateRefusal, NOTHING_HERE, type ProblemDetails } from "./http/problem";
import { matchEndpoint } from "./endpoints";
import { leaveSteadily } from "./checks/steady-answers";
import { CHECK_PATH, isCheck, turnAway } from "./checks/turned-away";

type Logs = {
  readonly error: Logger["error"];
  readonly outage: ReturnType<typeof createOutageLog>;
};

/**
 * A server that answers for the service. It is not listening yet.
 * @param stallTimeoutMs after so long without progress a client that does not read its answer is cut off
 */
export function createGateServer(
  service: GateService,
  trustedProxies: readonly string[],
  log: Logger,
  stallTimeoutMs = STALL_TIMEOUT_MS,
): Server {
  const logs = { error: log.error.bind(log), outage: createOutageLog(log) };
  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = new HttpRequest(incoming, trustedProxies);
    const value = await answer(request, service, logs);
    if (!value) return;
    for (const fault of value.faults ?? []) noteFault(fault, request, logs);
    if (value.isSteady) leaveSteadily(request.since, () => write(value, incoming, response, service));
    else write(value, incoming, response, service);
  }

  function refuse(problem: ProblemDetails, incoming: IncomingMessage, response: ServerResponse): void {
    write(refusalOf(problem, new HttpRequest(incoming, trustedProxies)), incoming, response, service);
  }

  function take(incoming: IncomingMessage, response: ServerResponse): void {
    if (!isPatient(incoming)) return;
    const hostFault = faultOfHost(incoming);
    if (hostFault) refuse(hostFault, incoming, response);
    else if (isCheck(incoming.url) && service.verification.isFull()) {
      const requestId = turnAway(response, service.isDraining);
      logs.outage(OVERLOADED, { requestId, path: CHECK_PATH });
      if (!incoming.complete) discardBody(incoming);
    } else void respond(incoming, response);
  }

  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      // A second Authorization must not vanish: whoever is behind the gateway may read that one.
      joinDuplicateHeaders: true,
      // Refused here, with a body like every refusal's.
      requireHostHeader: false,
    },
    take,
  );
  server.timeout = stallTimeoutMs;
  server.maxConnections = CONNECTIONS_MAX;
  // Headers are bounded by their bytes; a bound on their number would silently drop the proxy's own.
  server.maxHeadersCount = 0;
  server.on("checkExpectation", (incoming: IncomingMessage, response: ServerResponse) => {
    if (isPatient(incoming)) refuse(faultOfHost(incoming) ?? UNKNOWN_EXPECTATION, incoming, response);
  });
  server.on("clientError", (error, socket) => answerBrokenRequest(error, socket));
  return server;
}

const NO_HOST: ProblemDetails = {
  code: "invalid_request",
  detail: "The request has no Host header.",
  headers: { Connection: "close" },
};
const BAD_HOST: ProblemDetails = {
  code: "invalid_request",
  detail: "The request has several Host headers, or one that names no host.",
  headers: { Connection: "close" },
};
/** Characters of a host with its port (RFC 3986 section 3.2.2); several headers are joined with commas. */
const HOST = /^[\w.~!$&'()*+;=%:[\]-]*$/;

/** What is wrong with the Host of a request (RFC 9112 section 3.2), or null. */
function faultOfHost({ headers, httpVersion, rawHeaders }: IncomingMessage): ProblemDetails | null {
  const { host } = headers;
  if (host === undefined) return httpVersion === "1.1" ? NO_HOST : null;
  return HOST.test(host) && hasOneHost(rawHeaders) ? null : BAD_HOST;
}

/** Names and values in turn. Node may drop a second Host, which somebody else may read. */
function hasOneHost(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  return hosts === 1;
}

const UNKNOWN_EXPECTATION: ProblemDetails = {
  code: "expectation_failed",
  detail: "The gate knows no expectation but 100-continue.",
};

/** The answer, or null where nobody waits for it. Never throws. */
async function answer(request: GateRequest, service: GateService, log: Logs): Promise<GateAnswer | null> {
  try {
    const match = matchEndpoint(request.method, request.path);
    switch (match.type) {
      case "handler":
        return await match.handler(request, service);
      case "not_found":
        return refusalOf(NOTHING_HERE, request);
      case "method_not_allowed":
        return refusalOf(
          {
            code: "method_not_allowed",
            detail: `This address takes ${match.allow.join(", ")}.`,
            headers: { Allow: match.allow.join(", ") },
          },
          request,
        );
    }
  } catch (error) {
    return answerError(error, request, log);
  }
}

function answerError(error: unknown, request: GateRequest, log: Logs): GateAnswer | null {
  if (error instanceof ClientGone) return null;
  noteFault(error, request, log);
  return refusalOf(problemOf(error), request);
}

/** Logs what is not the client's doing. */
function noteFault(error: unknown, request: GateRequest, log: Logs): void {
  if (error instanceof GateRefusal) return;
  const { requestId, path } = request;
  if (error instanceof VerificationUnavailable) log.outage(error, request);
  else log.error({ err: error, requestId, path }, "unforeseen error");
}

const OVERLOADED = new VerificationUnavailable("overloaded");

function write(
  value: GateAnswer,
  incoming: IncomingMessage,
  response: ServerResponse,
  service: GateService,
): void {
  const body = value.body ?? "";
  // Names and values in turn: the form that costs node the least.
  const headers: string[] = [];
  for (const name in value.headers) headers.push(name, value.headers[name] ?? "");
  if (value.headers["Cache-Control"] === undefined) headers.push("Cache-Control", "no-store");
  if (value.status !== 204 && value.status !== 304)
    headers.push(
      "Content-Length",
      String(typeof body === "string" ? Buffer.byteLength(body) : body.byteLength),
    );
  // Who was asked to end keeps no connection.
  if (service.isDraining() && value.headers["Connection"] === undefined) headers.push("Connection", "close");
  response.writeHead(value.status, headers);
  response.end(body);
  noteAnswer(incoming);
  if (!incoming.complete) discardBody(incoming);
}
