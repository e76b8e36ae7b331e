/** The HTTP side of the gate: limits, dispatch, and one place that writes answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Logger } from "pino";

import { VerificationUnavailable } from "../lib/verification/unavailable";
import type { GateAnswer, GateRequest, GateService } from "./answer";
import { ClientGone } from "./body";
import { answerBrokenRequest } from "./broken-request";
import { createOutageLog } from "./outage-log";
import { HttpRequest } from "./http-request";
import { isPatient, noteAnswer } from "./pipelining";
import { GateRefusal, NOTHING_HERE, problemAnswer, type ProblemDetails } from "./problem";
import { matchRoute } from "./routes";
import { leaveSteadily } from "./steady-answers";
import { CHECK_PATH, isCheck, OVERLOADED_TEXT, turnAway } from "./turned-away";

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;
/** Longer than load balancers keep idle connections, so that they are the ones to close. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
/**
 * A connection with an answer under way on which nothing moves for so long is ended: its client does not read. No check
 * takes as long; idle connections have their own time.
 */
const STALL_TIMEOUT_MS = 35_000;
const HEADER_BYTES_MAX = 16 * 1024;
const CONNECTIONS_MAX = 10_000;
/** An unwanted body is read to its end, up to here; then the connection is closed. */
const DISCARD_BYTES_MAX = 4 * 1024 * 1024;

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
    const since = performance.now();
    const value = await answer(new HttpRequest(incoming, trustedProxies), service, logs);
    if (!value) return;
    if (value.isSteady) leaveSteadily(since, () => write(value, incoming, response, service));
    else write(value, incoming, response, service);
  }

  function refuse(problem: ProblemDetails, incoming: IncomingMessage, response: ServerResponse): void {
    write(problemAnswer(problem, new HttpRequest(incoming, trustedProxies)), incoming, response, service);
  }

  function take(incoming: IncomingMessage, response: ServerResponse): void {
    if (!isPatient(incoming)) return;
    if (incoming.headers.host === undefined && incoming.httpVersion === "1.1") {
      refuse(NO_HOST, incoming, response);
    } else if (isCheck(incoming.url) && service.verification.isFull()) {
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
      connectionsCheckingInterval: 5_000,
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
    if (isPatient(incoming)) refuse(UNKNOWN_EXPECTATION, incoming, response);
  });
  server.on("clientError", answerBrokenRequest);
  return server;
}

const NO_HOST: ProblemDetails = {
  code: "invalid_request",
  detail: "The request has no Host header.",
  headers: { Connection: "close" },
};
const UNKNOWN_EXPECTATION: ProblemDetails = {
  code: "expectation_failed",
  detail: "The gate knows no expectation but 100-continue.",
};

/** The answer, or null where nobody waits for it. Never throws. */
async function answer(request: GateRequest, service: GateService, log: Logs): Promise<GateAnswer | null> {
  try {
    const match = matchRoute(request.method, request.path);
    switch (match.type) {
      case "handler":
        return await match.handler(request, service);
      case "not_found":
        return problemAnswer(NOTHING_HERE, request);
      case "method_not_allowed":
        return problemAnswer(
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
  if (error instanceof GateRefusal) return problemAnswer(error.problem, request);
  const { requestId, path } = request;
  if (error instanceof VerificationUnavailable) {
    log.outage(error, request);
    return problemAnswer(
      { code: error.code, detail: UNAVAILABLE_TEXTS[error.code], headers: { "Retry-After": "1" } },
      request,
    );
  }
  log.error({ err: error, requestId, path }, "unforeseen error");
  return problemAnswer(
    {
      code: "internal_error",
      detail: "Something went wrong on our side. If it stays, tell support the request id.",
    },
    request,
  );
}

const OVERLOADED = new VerificationUnavailable("overloaded");

const UNAVAILABLE_TEXTS = {
  database_unavailable: "The key can't be checked at the moment, so the request is refused. Try again.",
  overloaded: OVERLOADED_TEXT,
} as const;

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
  if (value.status !== 204)
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

/**
 * Reads and drops what is left of a body that nobody wanted: closing at once would make the client fail in the middle
 * of writing, before it reads the answer. Slow ones end with the request's time-out.
 */
function discardBody(incoming: IncomingMessage): void {
  let discarded = 0;
  incoming.on("data", (chunk: Buffer) => {
    discarded += chunk.byteLength;
    if (discarded > DISCARD_BYTES_MAX) incoming.socket.destroy();
  });
  incoming.resume();
}
