import { and, eq, isNull, lt, lte, or, sql, type SQL } from "drizzle-orm";

import { jobs } from "@/db/schema/jobs";

import { retryDelayMs } from "../domain/time/schedule";
import { ask } from "../kernel/read";
import { newId } from "../platform/ids";
import type { Job } from "./job";
import { unrecorded } from "../kernel/unrecorded";

/** A process that does not renew its lease for this long is taken to be dead. */
const LEASE_SECONDS = 60;
export const RENEW_MS = 15_000;

/** A job that this process, and no other, is to do now. */
export type Lease = { readonly runId: string; readonly now: Date; readonly failures: number };

const leaseEnd = sql`now() + make_interval(secs => ${LEASE_SECONDS})`;
const databaseClock = sql`now()`.mapWith(jobs.dueAt);

const isFree = or(isNull(jobs.leaseUntil), lt(jobs.leaseUntil, sql`now()`));

/** Puts those jobs on the schedule that are not there yet. */
export function enlist(all: readonly Job[], now: Date): Promise<void> {
  return unrecorded("job", async (db) => {
    const rows = all.map((job) => ({ name: job.name, dueAt: job.nextAfter(now) }));
    if (rows.length > 0) await db.insert(jobs).values(rows).onConflictDoNothing();
  });
}

/** Names of the jobs that are due and that nobody works on. */
export function findDue(): Promise<Set<string>> {
  return ask(async (db) => {
    const rows = await db
      .select({ name: jobs.name })
      .from(jobs)
      .where(and(lte(jobs.dueAt, sql`now()`), isFree));
    return new Set(rows.map((row) => row.name));
  });
}

/**
 * Takes a job that is due and that nobody works on. One statement under the row's lock, so that of any number of
 * processes one gets it.
 */
export function takeLease(name: string): Promise<Lease | null> {
  const runId = newId();
  return unrecorded("job", async (db) => {
    const [taken] = await db
      .update(jobs)
      .set({ runId, leaseUntil: leaseEnd, startedAt: sql`now()` })
      .where(and(eq(jobs.name, name), lte(jobs.dueAt, sql`now()`), isFree))
      .returning({ now: databaseClock, failures: jobs.failures });
    return taken ? { runId, ...taken } : null;
  });
}

/** Renews a lease while its work goes on. @returns false where the lease has run out and another process has the job */
export function renewLease(name: string, lease: Lease): Promise<boolean> {
  return unrecorded("job", async (db) => {
    const renewed = await db
      .update(jobs)
      .set({ leaseUntil: leaseEnd })
      .where(ownedBy(name, lease))
      .returning({ name: jobs.name });
    return renewed.length === 1;
  });
}

/** Ends a lease whose work is done: the job is due again when it says. */
export function completeLease(job: Job, lease: Lease): Promise<void> {
  return release(job.name, lease, { dueAt: job.nextAfter(lease.now), succeededAt: sql`now()`, failures: 0 });
}

/** Ends a lease whose work failed: it is tried again, later each time. */
export function failLease(job: Job, lease: Lease): Promise<void> {
  const failures = lease.failures + 1;
  const dueAt = sql`now() + make_interval(secs => ${retryDelayMs(failures) / 1000})`;
  return release(job.name, lease, { dueAt, failures });
}

/** Ends a lease whose work was interrupted: whoever looks next goes on with it. */
export function returnLease(job: Job, lease: Lease): Promise<void> {
  return release(job.name, lease, {});
}

type Change = {
  readonly dueAt?: Date | SQL;
  readonly succeededAt?: SQL;
  readonly failures?: number;
};

function release(name: string, lease: Lease, change: Change): Promise<void> {
  return unrecorded("job", async (db) => {
    await db
      .update(jobs)
      .set({ ...change, runId: null, leaseUntil: null })
      .where(ownedBy(name, lease));
  });
}

function ownedBy(name: string, lease: Lease) {
  return and(eq(jobs.name, name), eq(jobs.runId, lease.runId));
}
