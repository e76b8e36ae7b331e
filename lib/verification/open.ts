import { openPool } from "@/db/client";

import type { OperatorEnd } from "../domain/legacy-authentication/policy";
import { timeOfId } from "../platform/ids";
import { createAdmission } from "./queue/admission";
import { createBatcher, sumOfLoads, type BatchLoad, type BatchReport } from "./queue/batch";
import { createVerifyLegacy, type VerifyLegacy } from "./legacy/verify-legacy";
import { lookUpKeys, type KeyHash } from "./lookup/key-lookup";
import { createKeptPrincipals } from "./lookup/kept";
import { createKeptActors } from "./lookup/kept-actors";
import { lookUpSecrets } from "./lookup/lookup";
import { reportOutcomes, resultByTime, type OutcomeReport, type OutcomeResult } from "./record/outcome";
import { createOwnReads, type ReadOwn } from "./own-api/own-reads";
import type { FoundPrincipal } from "./lookup/principal";
import { createTrials } from "./lookup/trials";
import { createReadiness } from "./ready";
import { logRequests, type NewLogEntry } from "./request-logs/log-requests";
import { createRecorder } from "./record/recorder";
import { createRefusedCalls } from "./refusals/refused-calls";
import { withTimeout } from "./queue/timeout";
import { isItemFault } from "./statement/statement";
import { createUnknownCallers, UNKNOWN_CALLS_PER_WINDOW } from "./refusals/unknown-callers";
import { createVerify, type Verify } from "./verify";

const BATCH_ITEMS = 256;
/** Small: PostgreSQL may compare each report of a batch with the calls of all its milliseconds. */
const BATCH_OUTCOMES = 64;
/** Reports that wait for a batch; more are answered 503 at once. Checks are bounded by admission (see admission.ts). */
const QUEUE_OUTCOMES = 1_000;
/** Requests to be logged that wait for a batch, of all people who have logging enabled; more are not logged. */
const QUEUE_LOG = 1_000;
const BATCHES_IN_FLIGHT = 1;
const KEYS_KEPT = 200_000;
/** For as many keys that may be kept, one of those whom they act as is kept besides. */
const KEYS_PER_ACTOR = 10;
/**
 * One plan per prepared statement instead of one per execution (half of the time of a batch), and always by index:
 * a plan that was made when a table was small must not read all of it when it has a million rows.
 */
const PLANNING = ["plan_cache_mode=force_generic_plan", "enable_seqscan=off", "jit=off"] as const;

export type VerificationSettings = {
  readonly DATABASE_URL: string;
  readonly DATABASE_ROLE?: string | undefined;
  readonly DATABASE_PREPARED_STATEMENTS: boolean;
  readonly GATE_POOL: number;
  readonly GATE_DATABASE_TIMEOUT_MS: number;
  /** The operator's last day of legacy authentication; without it, accounts choose alone. */
  readonly LEGACY_AUTHENTICATION_UNTIL?: OperatorEnd;
  /** False where nobody signs in by password. */
  readonly PASSWORD_SIGN_IN?: boolean;
  /** Processes that share the port, and with it the limits of requests without a key and of refused calls. */
  readonly GATE_WORKERS?: number;
  /** Keys that one process keeps in memory at most; 200,000 unless told otherwise, none with 0. */
  readonly GATE_KEYS_KEPT?: number;
};

/** The two round trips of a check. */
export type BatchKind = "lookup" | "record";

/** A function that is told of each batch when it is done. Must not throw. */
export type BatchObserver = (kind: BatchKind, batch: BatchReport) => void;

/** How busy the service is at this moment. */
export type VerificationLoad = Readonly<Record<BatchKind, BatchLoad>> & {
  /** Connections to the database, and queries that wait for one. */
  readonly pool: { readonly total: number; readonly idle: number; readonly waiting: number };
  /** Keys in memory. */
  readonly keysKept: number;
};

/** The verification service's hold on the database: one small pool, and the check that goes through it. */
export type Verification = {
  readonly verify: Verify;
  /** True if the next check would be refused as too many wait; to be asked once per check, before anything else. */
  readonly isFull: () => boolean;
  /** Writes down how a call ended. @throws VerificationUnavailable */
  readonly report: (callId: string, status: number) => Promise<OutcomeResult>;
  /** Puts a request into its person's log, where a place is left. @throws VerificationUnavailable */
  readonly logRequest: (entry: NewLogEntry) => Promise<void>;
  readonly readOwn: ReadOwn;
  /** Checks a request with a person's name and password beside a key (legacy/verify-legacy.ts). */
  readonly verifyLegacy: VerifyLegacy;
  /** True if the database answers and takes what a check writes. */
  readonly isReady: () => Promise<boolean>;
  readonly load: () => VerificationLoad;
  readonly close: () => Promise<void>;
};

/** Opens the verification service, whose pool connects at the first check. */
export function openVerification(settings: VerificationSettings, observer?: BatchObserver): Verification {
  const timeoutMs = settings.GATE_DATABASE_TIMEOUT_MS;
  const pool = openPool(settings, {
    max: settings.GATE_POOL,
    connectTimeoutMs: timeoutMs,
    statementTimeoutMs: timeoutMs,
    queryTimeoutMs: timeoutMs,
    applicationName: "countersign-gate",
    serverSettings: settings.DATABASE_PREPARED_STATEMENTS ? PLANNING : [],
  });
  const database = { pool, hasPreparedStatements: settings.DATABASE_PREPARED_STATEMENTS };
  const admission = createAdmission();
  const batching = {
    maxItems: BATCH_ITEMS,
    maxInFlight: BATCHES_IN_FLIGHT,
    timeoutMs,
    isItemFault,
  };
  const keysKept = settings.GATE_KEYS_KEPT ?? KEYS_KEPT;
  const actors = createKeptActors(Math.ceil(keysKept / KEYS_PER_ACTOR));
  const keyTrials = createTrials();
  const lookupsOf = (run: (secrets: readonly KeyHash[]) => Promise<(FoundPrincipal | null)[]>) =>
    createBatcher({
      ...batching,
      run,
      crowd: admission.crowd,
      onBatch: (batch) => observer?.("lookup", batch),
    });
  const lookups = {
    long_lived: lookupsOf((keys) => lookUpKeys(database, { ...actors, trials: keyTrials }, keys)),
    access_token: lookupsOf((tokens) =>
      lookUpSecrets(
        database,
        "access_token",
        tokens.map(({ hash }) => hash),
      ),
    ),
  };
  const recorder = createRecorder(
    database,
    { ...batching, crowd: admission.crowd, onBatch: (batch) => observer?.("record", batch) },
    createRefusedCalls(settings.GATE_WORKERS),
  );
  // Checks come first: one batch of reports at a time, and few that wait.
  const outcomes = createBatcher({
    ...batching,
    maxItems: BATCH_OUTCOMES,
    maxQueue: QUEUE_OUTCOMES,
    maxInFlight: 1,
    run: (reports: readonly OutcomeReport[]) => reportOutcomes(database, reports),
  });
  const requestLogs = createBatcher({
    ...batching,
    maxItems: BATCH_OUTCOMES,
    maxQueue: QUEUE_LOG,
    maxInFlight: 1,
    run: (entries: readonly NewLogEntry[]) => logRequests(database, entries),
  });
  const kept = createKeptPrincipals(keysKept);
  const unknownCallers = createUnknownCallers(
    Math.ceil(UNKNOWN_CALLS_PER_WINDOW / (settings.GATE_WORKERS ?? 1)),
  );
  return {
    readOwn: createOwnReads(database),
    isReady: createReadiness(database),
    report: async (callId, status) => {
      const at = timeOfId(callId);
      const known = at === null ? "unknown" : resultByTime(at, new Date());
      if (at === null || known !== null) return known ?? "unknown";
      return outcomes.add({ callId, at, status }, performance.now() + timeoutMs);
    },
    // The answer is due in the time that its check had, whatever becomes of its log.
    logRequest: (entry) => {
      const leftMs = Math.max(1, timeoutMs - entry.durationMicroseconds / 1_000);
      return withTimeout(requestLogs.add(entry, performance.now() + leftMs), leftMs);
    },
    isFull: () => !admission.hasRoom(),
    verify: createVerify({
      lookUp: (secret, deadline) => lookups[secret.kind].add(secret, deadline),
      keyTrials,
      actors,
      ...recorder,
      kept,
      admission,
      unknownCallers,
      timeoutMs,
    }),
    verifyLegacy: createVerifyLegacy({
      database,
      record: recorder.record,
      recordUnknown: recorder.recordUnknown,
      unknownCallers,
      timeoutMs,
      operatorEnd:
        settings.PASSWORD_SIGN_IN === false ? "off" : (settings.LEGACY_AUTHENTICATION_UNTIL ?? null),
    }),
    load: () => ({
      lookup: sumOfLoads(lookups.long_lived.load(), lookups.access_token.load()),
      record: recorder.load(),
      pool: { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount },
      keysKept: kept.size(),
    }),
    close: () => pool.end(),
  };
}
