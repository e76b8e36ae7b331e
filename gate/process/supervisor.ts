/** Several processes on one port (GATE_WORKERS): starts them, replaces the ones that die, and ends with them. */
import cluster, { type Worker } from "node:cluster";
import type { Logger } from "pino";

import type { GateSettings } from "../../lib/platform/settings/env";
import { createMetricsCollector, type MetricsCollector } from "../metrics/collector";
import { serveMetrics, type MetricsServer } from "../metrics/server";
import { nextDelayMs } from "../../lib/domain/time/restart-delay";
import { rereadRoutes } from "./route-source";
import { FromWorker, type FromPrimary } from "./worker-messages";

/**
 * A worker that has not ended this long after it was asked to is killed: longer than it lets requests finish, shorter
 * than `npm start` waits for all of them.
 */
const KILL_MS = 9_000;

type Supervised = {
  readonly settings: GateSettings;
  readonly log: Logger;
  readonly fail: (text: string) => never;
  readonly collector: MetricsCollector;
  routes: string | null;
  /** Deaths of late, as times. */
  deaths: number[];
  ready: Set<number>;
  hasStarted: boolean;
  isDraining: boolean;
  metricsServer: MetricsServer | null;
};

/**
 * Runs the supervisor of several workers until it is asked to end.
 * @param routes the text of the route table, or null
 */
export async function runSupervisor(
  settings: GateSettings,
  routes: string | null,
  log: Logger,
  fail: (text: string) => never,
): Promise<void> {
  const collector = createMetricsCollector(() =>
    workers().map((worker) => ({ id: worker.id, send: (message) => send(worker, message) })),
  );
  const state: Supervised = {
    settings,
    log,
    fail,
    collector,
    routes,
    deaths: [],
    ready: new Set(),
    hasStarted: false,
    isDraining: false,
    metricsServer: null,
  };
  cluster.on("message", (worker, value: unknown) => onMessage(state, worker, value));
  cluster.on("exit", (worker, code, signal) => onExit(state, worker, signal ?? `code ${code}`));
  process.on("SIGTERM", () => drain(state));
  process.on("SIGINT", () => drain(state));
  process.on("SIGHUP", () => reload(state));
  state.metricsServer = await serveMetrics(settings, collector.text).catch((error: Error) =>
    fail(error.message),
  );
  for (let index = 0; index < settings.GATE_WORKERS; index += 1) cluster.fork();
}

function onMessage(state: Supervised, worker: Worker, value: unknown): void {
  const message = FromWorker.safeParse(value).data;
  switch (message?.type) {
    case "hello":
      send(worker, { type: "start", routes: state.routes });
      return;
    case "ready":
      onReady(state, worker, message.port);
      return;
    case "failed":
      killAll();
      state.fail(message.text);
      return;
    case "metrics":
      // What comes after its end has been counted with it.
      if (!worker.isDead()) state.collector.take(worker.id, message.id, message.metrics);
      return;
    case undefined:
  }
}

function onReady(state: Supervised, worker: Worker, port: number): void {
  const { settings, log } = state;
  // The table may have changed between its greeting and now.
  if (state.routes !== null) send(worker, { type: "routes", text: state.routes });
  state.ready.add(worker.id);
  if (state.hasStarted) {
    log.info({ worker: worker.process.pid }, "gate worker is ready");
    return;
  }
  if (state.ready.size < settings.GATE_WORKERS) return;
  state.hasStarted = true;
  const metricsPort = state.metricsServer?.port;
  const pids = workers().map((one) => one.process.pid);
  log.info({ host: settings.GATE_HOST, workers: pids, metricsPort, port }, "gate is ready");
}

function onExit(state: Supervised, worker: Worker, how: string): void {
  state.ready.delete(worker.id);
  state.collector.end(worker.id);
  if (state.isDraining) {
    if (workers().length === 0) end(state);
    return;
  }
  if (!state.hasStarted) {
    killAll();
    state.fail(`a worker ended before the gate was ready (${how})`);
  }
  const now = performance.now();
  const { delayMs, deaths } = nextDelayMs(state.deaths, now);
  state.deaths = deaths;
  state.log.error(
    { worker: worker.process.pid, how, restartInMs: delayMs },
    "a gate worker ended and is replaced",
  );
  setTimeout(() => {
    if (!state.isDraining) cluster.fork();
  }, delayMs);
}

function reload(state: Supervised): void {
  const text = rereadRoutes(state.settings.GATE_ROUTES, state.log);
  if (text === null) return;
  state.routes = text;
  for (const worker of workers()) send(worker, { type: "routes", text });
  state.log.info({ workers: workers().length }, "the route table was read again");
}

function drain(state: Supervised): void {
  if (state.isDraining) return;
  state.isDraining = true;
  state.log.info("gate is shutting down");
  for (const worker of workers()) worker.process.kill("SIGTERM");
  setTimeout(killAll, KILL_MS).unref();
  if (workers().length === 0) end(state);
}

function end(state: Supervised): void {
  state.metricsServer?.close();
  process.exit(0);
}

function killAll(): void {
  for (const worker of workers()) worker.process.kill("SIGKILL");
}

function workers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}

function send(worker: Worker, message: FromPrimary): void {
  // One that is about to end has nobody who reads; its end is seen elsewhere.
  if (worker.isConnected()) worker.send(message, () => undefined);
}
