/** The web process: Next.js behind a server of our own, which says who asked and names each request. */
import type { IncomingMessage, ServerResponse } from "node:http";

import next from "next";

import { createReadiness, WRITE_PROBE } from "../db/readiness";
import { database } from "../lib/kernel/database";
import { DRAIN_MS } from "../lib/platform/http/connection-times";
import { deviceIn } from "../lib/platform/secrets/device-token";
import { readWebSettings, type WebSettings } from "../lib/platform/settings/env";
import { createLogger } from "../lib/platform/logs/logger";
import { answersToPrograms } from "./console/endpoints-of-programs";
import { createConsoleServer } from "./console/console-server";
import { Failure, report } from "./process/failure";
import { portProblem } from "./start/ports";
import { stepBack } from "./process/step-back";

stepBack();

const log = createLogger("web");
const settings = settingsOrEnd();
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

await app.prepare();
const publicAddress = new URL(settings.APP_URL);
const held = { isDraining: false };
// Without them in development, where the framework brings what was changed.
const answerProgram = isDevelopment ? () => false as const : await answersToPrograms(publicAddress);
const answerRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (!(await answerProgram(request, response))) await handle(request, response);
};
const server = createConsoleServer({
  publicAddress,
  trustedProxies: settings.TRUSTED_PROXIES,
  // One pool for pages and this: readiness is theirs.
  isReady: createReadiness(() => database().$client.query(WRITE_PROBE)),
  isDraining: () => held.isDraining,
  isKnownBrowser: (cookies) =>
    deviceIn(settings.AUTH_SECRET, cookies, publicAddress.protocol === "https:") !== null,
  handle: (request, response, requestId) =>
    answerRequest(request, response).catch((error: unknown) => {
      log.error({ err: error, requestId }, "request failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }),
});
server.once("error", (error) => {
  const code = "code" in error ? String(error.code) : error.message;
  report(new Failure(portProblem("PORT", settings.HOST, settings.PORT, code)));
});
server.listen(settings.PORT, settings.HOST, () => log.info({ port: settings.PORT }, "web is ready"));

function stop(): void {
  held.isDraining = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
