import { AggregatorRegistry } from "prom-client";

/** Of who has not answered by then the last answer counts: a scrape must not fail because a worker is ending. */
const PATIENCE_MS = 1_000;

type WorkerMetrics = readonly Readonly<Record<string, unknown>>[];
type Collection = { missing: number; readonly finish: () => void };

/** The question for a worker's metrics; its answer comes back with this id. */
type Collect = { readonly type: "collect"; readonly id: number };

export type AskedWorker = { readonly id: number; readonly send: (question: Collect) => void };

export type MetricsCollector = {
  /**
   * The sum of all workers' metrics, in Prometheus' text format. What counts upwards never falls: that would be taken
   * for a new beginning, and everything for counted once more.
   */
  readonly text: () => Promise<string>;
  /** Takes a worker's answer to the question with that id. */
  readonly take: (workerId: number, id: number, metrics: WorkerMetrics) => void;
  /** A worker has ended: what it had counted when it was last asked stays in the sum. */
  readonly end: (workerId: number) => void;
};

/** Asks every worker for its metrics and adds them up. @param workers those that are there */
export function createMetricsCollector(workers: () => readonly AskedWorker[]): MetricsCollector {
  const collections = new Map<number, Collection>();
  let lastId = 0;

  const latest = new Map<number, WorkerMetrics>();
  let ended: WorkerMetrics = [];

  async function gather(): Promise<void> {
    const asked = workers();
    if (asked.length === 0) return;
    const id = (lastId += 1);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      const finish = () => {
        clearTimeout(timer);
        resolve();
      };
      collections.set(id, { missing: asked.length, finish });
      for (const one of asked) one.send({ type: "collect", id });
    });
    collections.delete(id);
  }

  return {
    text: async () => {
      await gather();
      return AggregatorRegistry.aggregate(aggregable([...latest.values(), ended])).metrics();
    },
    take: (workerId, id, metrics) => {
      latest.set(workerId, metrics);
      const collection = collections.get(id);
      if (!collection) return;
      collection.missing -= 1;
      if (collection.missing === 0) collection.finish();
    },
    end: (workerId) => {
      const last = latest.get(workerId)?.filter(({ type }) => type === "counter" || type === "histogram");
      latest.delete(workerId);
      if (!last) return;
      const sum = AggregatorRegistry.aggregate(aggregable([ended, last]));
      ended = sum.getMetricsAsArray().map((metric) => ({ ...metric }));
    },
  };
}

/** The package's types say `Object[]`; what it takes is what `getMetricsAsJSON` of the same package has made. */
function aggregable(parts: readonly WorkerMetrics[]): object[] {
  return parts.map((part) => [...part]);
}
