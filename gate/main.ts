/** The verification service as a process, or as several on one port: settings in, a port open, an orderly end. */
import cluster from "node:cluster";

import { readGateSettings, SettingsError, type GateSettings } from "../lib/platform/settings/env";
import { createLogger } from "../lib/platform/logs/logger";
import { RouteFileError } from "../lib/platform/route-table/route-file";
import { createMetrics } from "./metrics/metrics";
import { serveMetrics } from "./metrics/server";
import { readRoutes, rereadRoutes } from "./process/route-source";
import { serve } from "./process/serve";
import { runSupervisor } from "./process/supervisor";
import { runWorker } from "./process/worker";

/** One clear line for each thing that is wrong, and a non-zero exit. */
function fail(text: string): never {
  const lines = text.split("\n").map((line) => `gate: ${line}\n`);
  process.stderr.write(lines.join(""));
  process.exit(1);
}

function settingsOrFail(): GateSettings {
  try {
    return readGateSettings();
  } catch (error) {
    if (error instanceof SettingsError) fail(error.message.replaceAll("\n", "; "));
    throw error;
  }
}

function routesOrFail({ GATE_ROUTES }: GateSettings): string | null {
  try {
    return readRoutes(GATE_ROUTES);
  } catch (error) {
    if (error instanceof RouteFileError) fail(error.message);
    throw error;
  }
}

/** The usual case: one process, and nothing between it and the port. */
async function runAlone(settings: GateSettings): Promise<void> {
  const metrics = settings.GATE_METRICS_PORT === undefined ? null : createMetrics();
  const text = () => metrics?.registry.metrics() ?? Promise.resolve("");
  const metricsServer = await serveMetrics(settings, text).catch((error: Error) => fail(error.message));
  const { GATE_HOST: host, GATE_ROUTES: path } = settings;
  const metricsPort = metricsServer?.port;
  const gate = serve({
    settings,
    routes: routesOrFail(settings),
    metrics,
    log,
    onReady: (port) => log.info({ host, metricsPort, port }, "gate is ready"),
    onFailure: fail,
  });
  let isDraining = false;
  const drain = () => {
    if (isDraining) return;
    isDraining = true;
    log.info("gate is shutting down");
    void gate.drain().finally(() => process.exit(0));
  };
  process.on("SIGTERM", drain);
  process.on("SIGINT", drain);
  process.on("SIGHUP", () => {
    const routes = rereadRoutes(path, log);
    if (routes === null) return;
    gate.useRoutes(routes);
    log.info("the route table was read again");
  });
}

const log = createLogger("gate");
const settings = settingsOrFail();
if (cluster.isWorker) runWorker(settings, log);
else if (settings.GATE_WORKERS > 1) await runSupervisor(settings, routesOrFail(settings), log, fail);
else await runAlone(settings);
