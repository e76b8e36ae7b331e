import type { Logger } from "pino";

import type { GateSettings } from "../../lib/platform/settings/env";
import { createMetrics } from "../metrics/metrics";
import { serve, type ServingGate } from "./serve";
import { FromPrimary, type FromWorker } from "./worker-messages";

function tell(message: FromWorker, then: () => void = () => undefined): void {
  process.send?.(message, then);
}

/**
 * Runs one of several processes on one port (GATE_WORKERS). Its supervisor hands it the route table, and it ends with
 * it.
 */
export function runWorker(settings: GateSettings, log: Logger): void {
  const metrics = settings.GATE_METRICS_PORT === undefined ? null : createMetrics();
  let gate: ServingGate | null = null;

  function start(routes: string | null): ServingGate {
    return serve({
      settings,
      routes,
      metrics,
      log,
      onReady: (port) => tell({ type: "ready", port }),
      onFailure: (text) => tell({ type: "failed", text }, () => process.exit(1)),
    });
  }

  async function collect(id: number): Promise<void> {
    const values = metrics ? await metrics.registry.getMetricsAsJSON() : [];
    tell({ type: "metrics", id, metrics: values.map((value) => ({ ...value })) });
  }

  process.on("message", (value) => {
    const message = FromPrimary.safeParse(value).data;
    if (message?.type === "start") gate ??= start(message.routes);
    if (message?.type === "routes") gate?.useRoutes(message.text);
    if (message?.type === "collect") void collect(message.id);
  });
  const drain = () => void Promise.resolve(gate?.drain()).finally(() => process.exit(0));
  process.on("SIGTERM", drain);
  process.on("SIGINT", drain);
  // It reaches the supervisor too, which then tells the workers.
  process.on("SIGHUP", () => undefined);
  // Until it listens nothing but this channel keeps it alive (bin/follow-parent.ts lets go of it).
  process.channel?.ref();
  tell({ type: "hello" });
}
