/** The web process: Next.js behind a server of our own, which says who asked and names each request. */
import { createServer, type IncomingMessage } from "node:http";
import next from "next";

import { clientAddress } from "../lib/platform/client-address";
import { readWebSettings, type WebSettings } from "../lib/platform/env";
import { newId } from "../lib/platform/ids";
import { createLogger } from "../lib/platform/logger";
import { Failure, report } from "./failure";
import { portProblem } from "./ports";
import { stepBack } from "./step-back";
import { pageOfForm, refuseUnreadable, unreadable } from "./unreadable-request";

/** As the gate's: node's own 5 seconds are shorter than what any proxy keeps. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

stepBack();

const log = createLogger("web");
const settings = settingsOrEnd();
const publicAddress = new URL(settings.APP_URL);
const isDevelopment = process.env["NODE_ENV"] !== "production";
const app = next({ dev: isDevelopment, hostname: settings.HOST, port: settings.PORT });
const handle = app.getRequestHandler();

function settingsOrEnd(): WebSettings {
  try {
    return readWebSettings();
  } catch (error) {
    return report(error);
  }
}

/** Headers that only this process may set; what a client sends under these names is thrown away. */
function nameRequest(request: IncomingMessage): string {
  const requestId = newId();
  const forwarded = request.headers["x-forwarded-for"];
  request.headers["x-request-id"] = requestId;
  request.headers["x-countersign-address"] =
    clientAddress(
      request.socket.remoteAddress,
      Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
      settings.TRUSTED_PROXIES,
    ) ?? "unknown";
  // There are no server actions; nobody's bytes are decoded as one.
  delete request.headers["next-action"];
  // next-auth makes its addresses from these; the operator says where browsers find us, not a header.
  request.headers["x-forwarded-host"] = publicAddress.host;
  request.headers["x-forwarded-proto"] = publicAddress.protocol.replace(":", "");
  return requestId;
}

await app.prepare();
const server = createServer((request, response) => {
  const requestId = nameRequest(request);
  const { method = "", url: target = "" } = request;
  const refusal = unreadable(method, target);
  if (refusal) {
    refuseUnreadable(refusal, { target, requestId }, response);
    return;
  }
  response.setHeader("X-Request-Id", requestId);
  const page = pageOfForm(method, target);
  if (page !== null) {
    response.writeHead(303, { Location: page, "Cache-Control": "no-store" }).end();
    return;
  }
  handle(request, response).catch((error: unknown) => {
    log.error({ err: error, requestId }, "request failed");
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});

// Longer than proxies keep idle connections, so that they are the ones to close: a request that is sent while we close
// is lost.
server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
server.once("error", (error) => {
  const code = "code" in error ? String(error.code) : error.message;
  report(new Failure(portProblem("PORT", settings.HOST, settings.PORT, code)));
});
server.listen(settings.PORT, settings.HOST, () => log.info({ port: settings.PORT }, "web is ready"));

function stop(): void {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
