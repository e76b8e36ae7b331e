/** What Prometheus may know of the gate: numbers, and no label that names a key, an account or an address. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

import { REFUSALS, UNKNOWN_KEY_REFUSALS } from "../../lib/domain/verdict/refusals";
import type { BatchKind, BatchObserver, Verification, VerificationLoad } from "../../lib/verification/open";
import type { CheckAnswer } from "../../lib/verification/verify";
import { VerificationUnavailable } from "../../lib/verification/statement/unavailable";

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const ITEMS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const KINDS: readonly BatchKind[] = ["lookup", "record"];
const UNAVAILABLE = ["database_unavailable", "overloaded"] as const;
/** Too many requests without a good key from one address: no account's limit. */
const UNKNOWN_CALLER = "unknown_caller_limit_exceeded";
/** A known key that was refused so often that the reason is not told any more. */
const REFUSED_CALLER = "refused_caller_limit_exceeded";
const OUTCOMES = ["allowed", ...REFUSALS, UNKNOWN_CALLER, REFUSED_CALLER, ...UNAVAILABLE, "error"] as const;
type Outcome = (typeof OUTCOMES)[number];

export type GateMetrics = {
  readonly registry: Registry;
  /** Counts a check that took this long; null for one that was turned away, which took no time worth measuring. */
  readonly onCheck: (outcome: Outcome, tookMs: number | null) => void;
  readonly onBatch: BatchObserver;
  /** Counts a request that was let through without a credential, as its route is public. */
  readonly onPublicRequest: () => void;
  /** Where the present load is read from when somebody asks. */
  readonly readLoad: (load: () => VerificationLoad) => void;
};

/** Makes the metrics of one process. */
export function createMetrics(): GateMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    onCheck: checkMetrics(registry),
    onBatch: batchMetrics(registry),
    onPublicRequest: publicMetrics(registry),
    readLoad: loadMetrics(registry),
  };
}

function checkMetrics(registry: Registry): GateMetrics["onCheck"] {
  const verdicts = new Counter({
    name: "countersign_gate_verdicts_total",
    help: "Checks by their verdict: allowed, a refusal, or why no verdict was possible.",
    labelNames: ["code"],
    registers: [registry],
  });
  const durations = new Histogram({
    name: "countersign_gate_check_duration_seconds",
    help: "From the credential being read to the verdict being on record.",
    buckets: SECONDS,
    registers: [registry],
  });
  // Bound once: looking labels up is most of the cost of counting. All are there from the start, at zero.
  const counters = Object.fromEntries(OUTCOMES.map((code) => [code, verdicts.labels({ code })]));
  for (const code of OUTCOMES) verdicts.inc({ code }, 0);
  return (outcome, tookMs) => {
    counters[outcome]?.inc();
    if (tookMs !== null) durations.observe(tookMs / 1_000);
  };
}

function publicMetrics(registry: Registry): GateMetrics["onPublicRequest"] {
  const requests = new Counter({
    name: "countersign_gate_public_requests_total",
    help: "Requests of public routes, which are let through without a check and are no calls.",
    registers: [registry],
  });
  return () => requests.inc();
}

function batchMetrics(registry: Registry): BatchObserver {
  const common = { labelNames: ["kind"], registers: [registry] };
  const items = new Histogram({
    ...common,
    name: "countersign_gate_batch_items",
    help: "Requests that shared one round trip to the database.",
    buckets: ITEMS,
  });
  const durations = new Histogram({
    ...common,
    name: "countersign_gate_batch_duration_seconds",
    help: "From sending a batch until all of it was settled.",
    buckets: SECONDS,
  });
  const waits = new Histogram({
    ...common,
    name: "countersign_gate_batch_wait_seconds",
    help: "How long the oldest request of a batch waited before it was sent.",
    buckets: SECONDS,
  });
  const failures = new Counter({
    ...common,
    name: "countersign_gate_batch_failures_total",
    help: "Batches of which at least one request failed.",
  });
  for (const kind of KINDS) failures.inc({ kind }, 0);
  return (kind, batch) => {
    items.observe({ kind }, batch.items);
    durations.observe({ kind }, batch.tookMs / 1_000);
    waits.observe({ kind }, batch.waitedMs / 1_000);
    if (batch.isFailed) failures.inc({ kind });
  };
}

function loadMetrics(registry: Registry): GateMetrics["readLoad"] {
  let read: (() => VerificationLoad) | null = null;
  const gauge = (
    name: string,
    help: string,
    label: string,
    values: (load: VerificationLoad) => Record<string, number>,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        if (!read) return;
        for (const [key, value] of Object.entries(values(read()))) this.set({ [label]: key }, value);
      },
    });
  gauge("countersign_gate_queue_items", "Requests that wait for a batch.", "kind", (load) => ({
    lookup: load.lookup.waiting,
    record: load.record.waiting,
  }));
  gauge("countersign_gate_batches_in_flight", "Batches under way.", "kind", (load) => ({
    lookup: load.lookup.inFlight,
    record: load.record.inFlight,
  }));
  const help = "Connections to the database (total, idle), and queries that wait for one (waiting).";
  gauge("countersign_gate_pool", help, "state", ({ pool }) => pool);
  const keysKept = new Gauge({
    name: "countersign_gate_keys_kept",
    help: "Keys whose facts are in memory, to be proved by their next call.",
    registers: [],
    collect() {
      if (read) this.set(read().keysKept);
    },
  });
  registry.registerMetric(keysKept);
  return (load) => {
    read = load;
  };
}

/** Wraps a verification, so that its checks are counted. */
export function observeVerification(verification: Verification, metrics: GateMetrics): Verification {
  metrics.readLoad(verification.load);
  return {
    ...verification,
    isFull: () => {
      const isFull = verification.isFull();
      if (isFull) metrics.onCheck("overloaded", null);
      return isFull;
    },
    verify: async (check) => {
      const start = performance.now();
      try {
        const answer = await verification.verify(check);
        metrics.onCheck(outcomeOf(answer), performance.now() - start);
        return answer;
      } catch (error) {
        const outcome = error instanceof VerificationUnavailable ? error.code : "error";
        metrics.onCheck(outcome, outcome === "overloaded" ? null : performance.now() - start);
        throw error;
      }
    },
  };
}

function outcomeOf(answer: CheckAnswer): Outcome {
  if (answer.isAllowed) return "allowed";
  if (answer.code === answer.reason) return answer.code;
  return UNKNOWN_KEY_REFUSALS.some((unknown) => unknown === answer.reason) ? UNKNOWN_CALLER : REFUSED_CALLER;
}
