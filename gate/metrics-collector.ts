import { AggregatorRegistry } from "prom-client";

import type { FromPrimary } from "./worker-messages";

/** Who has not answered by then is left out: a scrape must not fail because a worker is ending. */
const PATIENCE_MS = 1_000;

type WorkerMetrics = readonly Record<string, unknown>[];
type Collection = { readonly parts: WorkerMetrics[]; missing: number; readonly finish: () => void };

export type MetricsCollector = {
  /** The sum of all workers' metrics, in Prometheus' text format. */
  readonly text: () => Promise<string>;
  /** Takes a worker's answer. */
  readonly take: (id: number, metrics: WorkerMetrics) => void;
};

/** Asks every worker for its metrics and adds them up. @param workers how to reach each one that is there */
export function createMetricsCollector(
  workers: () => readonly ((message: FromPrimary) => void)[],
): MetricsCollector {
  const collections = new Map<number, Collection>();
  let lastId = 0;

  async function gather(): Promise<readonly WorkerMetrics[]> {
    const asked = workers();
    if (asked.length === 0) return [];
    const id = (lastId += 1);
    const parts: WorkerMetrics[] = [];
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      const finish = () => {
        clearTimeout(timer);
        resolve();
      };
      collections.set(id, { parts, missing: asked.length, finish });
      for (const ask of asked) ask({ type: "collect", id });
    });
    collections.delete(id);
    return parts;
  }

  return {
    text: async () => AggregatorRegistry.aggregate(aggregable(await gather())).metrics(),
    take: (id, metrics) => {
      const collection = collections.get(id);
      if (!collection) return;
      collection.parts.push(metrics);
      collection.missing -= 1;
      if (collection.missing === 0) collection.finish();
    },
  };
}

/** The package's types say `Object[]`; what it takes is what `getMetricsAsJSON` of the same package has made. */
function aggregable(parts: readonly WorkerMetrics[]): object[] {
  return parts.map((part) => [...part]);
}
