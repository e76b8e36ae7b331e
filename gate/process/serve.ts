import type { Logger } from "pino";

import type { GateSettings } from "../../lib/platform/settings/env";
import { accessPointsOf } from "../../lib/platform/settings/access-points";
import { DRAIN_MS } from "../../lib/platform/http/connection-times";
import { resourceMetadataUrl } from "../../lib/domain/oauth/resource";
import { parseRouteFile } from "../../lib/platform/route-table/route-file";
import { createSecurityLog } from "../../lib/platform/logs/security-log";
import { openVerification } from "../../lib/verification/open";
import type { GateService } from "../http/answer";
import { observeVerification, type GateMetrics } from "../metrics/metrics";
import { createGateServer } from "../server";

export type ServingGate = {
  /** Uses another route table from the next request on. The text has been read before without a fault. */
  readonly useRoutes: (text: string) => void;
  /** Takes no new connections, answers what is under way, and ends. Asked again, it is the same end. */
  readonly drain: () => Promise<void>;
};

export type Serving = {
  readonly settings: GateSettings;
  /** The text of the route table, or null. */
  readonly routes: string | null;
  readonly metrics: GateMetrics | null;
  readonly log: Logger;
  readonly onReady: (port: number) => void;
  /** Called with one line that says why it can't listen. */
  readonly onFailure: (text: string) => void;
};

/** Answers at GATE_PORT, in this process. */
export function serve({ settings, routes, metrics, log, onReady, onFailure }: Serving): ServingGate {
  const parse = (text: string) => parseRouteFile(text, settings.GATE_ROUTES ?? "");
  const opened = openVerification(settings, metrics?.onBatch);
  const verification = metrics ? observeVerification(opened, metrics) : opened;
  const security = createSecurityLog(log);
  let table = routes === null ? null : parse(routes);
  let drained: Promise<void> | null = null;
  const apiUrl = settings.GATE_PUBLIC_URL ?? null;
  const consoleUrl = settings.APP_URL ?? null;
  const service: GateService = {
    verification,
    security,
    realm: settings.GATE_REALM,
    environment: settings.GATE_ENVIRONMENT ?? null,
    accessPoints: accessPointsOf(settings),
    apiUrl,
    resourceMetadataUrl: apiUrl === null || consoleUrl === null ? null : resourceMetadataUrl(apiUrl),
    consoleUrl,
    routes: () => table,
    onPublicRequest: () => metrics?.onPublicRequest(),
    isDraining: () => drained !== null,
  };
  const server = createGateServer(service, settings.GATE_TRUSTED_PROXIES, log);
  const onListenError = (error: NodeJS.ErrnoException) => onFailure(listenProblem(settings, error));
  server.once("error", onListenError);
  server.listen({ port: settings.GATE_PORT, host: settings.GATE_HOST, backlog: 1_024 }, () => {
    // One connection that can't be accepted, for want of file descriptors, must not end the others.
    server.off("error", onListenError);
    server.on("error", (err) => log.error({ err }, "a connection could not be accepted"));
    const address = server.address();
    onReady(address !== null && typeof address === "object" ? address.port : settings.GATE_PORT);
  });

  async function drain(): Promise<void> {
    const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await new Promise((resolve) => server.close(resolve));
    clearTimeout(force);
    security.flush();
    await verification.close();
  }

  return {
    useRoutes: (text) => {
      table = parse(text);
    },
    drain: () => (drained ??= drain()),
  };
}

function listenProblem(settings: GateSettings, error: NodeJS.ErrnoException): string {
  const place = `${settings.GATE_HOST}:${settings.GATE_PORT}`;
  if (error.code === "EADDRINUSE") return `${place} is in use. Stop what listens there, or set GATE_PORT.`;
  return `can't listen on ${place}: ${error.message}`;
}
