import type { Logger } from "pino";

import { DomainError } from "../domain/errors";
import type { Job } from "./job";
import {
  completeLease,
  enlist,
  failLease,
  findDue,
  renewLease,
  RENEW_MS,
  returnLease,
  takeLease,
  type Lease,
} from "./lease";

type RunnerSettings = {
  /** How often to look for what is due, in milliseconds. */
  readonly pollMs: number;
  readonly log: Logger;
};

export type Runner = {
  /** Settles once the jobs have been looked at for the first time. */
  readonly ready: Promise<void>;
  /** Takes nothing more, asks the work under way to stop between two steps, and waits for that. */
  readonly stop: () => Promise<void>;
};

/**
 * Does the jobs that are due until it is stopped; a long one does not hold up the others. Any number of processes may
 * do so on one database: each run of a job is done by one of them. A database that does not answer is waited for.
 */
export function startRunner(jobs: readonly Job[], { pollMs, log }: RunnerSettings): Runner {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const state = { isReachable: true, isEnlisted: false };
  const waiting: (() => void)[] = [];
  const ready = new Promise<void>((resolve) => void waiting.push(resolve));

  async function look(): Promise<void> {
    if (!state.isEnlisted) await enlist(jobs, new Date());
    state.isEnlisted = true;
    const due = await findDue();
    for (const job of jobs) {
      if (!due.has(job.name) || running.has(job.name) || stopping.signal.aborted) continue;
      const lease = await takeLease(job.name);
      if (!lease) continue;
      const work = run(job, lease, log, stopping.signal).finally(() => running.delete(job.name));
      running.set(job.name, work);
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await look();
        if (!state.isReachable) log.info("the database answers again");
        state.isReachable = true;
        waiting.pop()?.();
      } catch (error) {
        // Said once per outage: the next look is near.
        const isOutage = error instanceof DomainError && error.code === "database_unavailable";
        const what = isOutage ? "the database does not answer" : "looking for work failed";
        if (state.isReachable) log.error({ err: error }, what);
        state.isReachable = false;
      }
      await pause(pollMs, stopping.signal);
    }
  }

  const ended = loop();
  return {
    ready,
    stop: async () => {
      stopping.abort();
      await ended;
      await Promise.all(running.values());
    },
  };
}

/** Does a job under its lease. Never rejects: what goes wrong is in the log, and is tried again. */
async function run(job: Job, lease: Lease, log: Logger, stopping: AbortSignal): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  stopping.addEventListener("abort", interrupt);
  const renewal = setInterval(() => {
    // A renewal that fails is made up for by the next, or the lease runs out.
    renewLease(job.name, lease).then(
      (isOurs) => isOurs || interrupt(),
      () => undefined,
    );
  }, RENEW_MS);
  try {
    await job.run(interrupted.signal, lease.now);
    await (interrupted.signal.aborted ? returnLease(job, lease) : completeLease(job, lease));
    log.debug({ job: job.name }, "job done");
  } catch (error) {
    log.error({ err: error, job: job.name, failures: lease.failures + 1 }, "job failed and is tried again");
    // Without a database the lease stays, and runs out.
    await failLease(job, lease).catch(() => undefined);
  } finally {
    clearInterval(renewal);
    stopping.removeEventListener("abort", interrupt);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
