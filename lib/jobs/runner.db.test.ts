import { eq } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";

import { testDatabase } from "@/db/testing/database";
import { jobs } from "@/db/schema/jobs";

import { useDatabase } from "../kernel/database";
import { newId } from "../platform/ids";
import { createLogger } from "../platform/logs/logger";
import type { Job } from "./job";
import { enlist, takeLease } from "./lease";
import { startRunner, type Runner } from "./runner";

const database = testDatabase(useDatabase);
const log = createLogger("test", { level: "silent" });
const LONG_AGO = new Date(0);
const IN_A_DAY = (): Date => new Date(Date.now() + 86_400_000);

const runners: Runner[] = [];
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()));
});

function run(...given: Job[]): Runner {
  const runner = startRunner(given, { pollMs: 10, log });
  runners.push(runner);
  return runner;
}

type Tried = { readonly job: Job; readonly runs: AbortSignal[] };

/** A job that is due now, and after a run not before tomorrow. */
async function dueJob(work: (signal: AbortSignal, run: number) => Promise<void> = async () => undefined) {
  const runs: AbortSignal[] = [];
  const job: Job = {
    name: `job ${newId()}`,
    nextAfter: IN_A_DAY,
    run: async (signal) => {
      runs.push(signal);
      await work(signal, runs.length);
    },
  };
  await enlist([job], new Date());
  await makeDue(job);
  return { job, runs } satisfies Tried;
}

async function makeDue({ name }: Job): Promise<void> {
  await database.db.update(jobs).set({ dueAt: LONG_AGO }).where(eq(jobs.name, name));
}

async function rowOf({ name }: Job) {
  const [row] = await database.db.select().from(jobs).where(eq(jobs.name, name));
  if (!row) throw new Error("the job is on the schedule");
  return row;
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 5));
}

it("does a job that is due once, though eight processes look for it at once", async () => {
  const { job, runs } = await dueJob(() => new Promise((resolve) => setTimeout(resolve, 100)));
  await Promise.all(Array.from({ length: 8 }, () => run(job).ready));
  await until(async () => (await rowOf(job)).succeededAt !== null);
  expect(runs).toHaveLength(1);
  const row = await rowOf(job);
  expect(row.dueAt.getTime()).toBeGreaterThan(Date.now() + 80_000_000);
  expect(row).toMatchObject({ runId: null, leaseUntil: null, failures: 0 });
});

it("makes up for a time of day at which no process ran", async () => {
  const { job, runs } = await dueJob();
  await database.db
    .update(jobs)
    .set({ dueAt: new Date(Date.now() - 5 * 3_600_000) })
    .where(eq(jobs.name, job.name));
  run(job);
  await until(() => runs.length === 1);
});

it("tries a job that failed again, later, and goes on with the others", async () => {
  const broken = await dueJob((_, count) =>
    count === 1 ? Promise.reject(new Error("no")) : Promise.resolve(),
  );
  const whole = await dueJob();
  run(broken.job, whole.job);
  await until(async () => (await rowOf(broken.job)).failures === 1);
  await until(async () => (await rowOf(whole.job)).succeededAt !== null);
  const row = await rowOf(broken.job);
  expect(row.leaseUntil).toBeNull();
  expect(row.dueAt.getTime()).toBeGreaterThan(Date.now() + 20_000);
  await makeDue(broken.job);
  await until(async () => (await rowOf(broken.job)).failures === 0);
  expect(broken.runs).toHaveLength(2);
});

it("is not held up by a job that takes long", async () => {
  const long = await dueJob(
    (signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true })),
  );
  const short = await dueJob();
  run(long.job, short.job);
  for (let times = 1; times <= 3; times += 1) {
    await until(async () => short.runs.length === times && (await rowOf(short.job)).runId === null);
    await makeDue(short.job);
  }
  expect(long.runs).toHaveLength(1);
});

it("takes over from a process that was killed, once its lease has run out, and not before", async () => {
  const { job, runs } = await dueJob();
  const lease = await takeLease(job.name);
  expect(lease).not.toBeNull();
  expect(await takeLease(job.name)).toBeNull();
  await run(job).ready;
  expect(runs).toHaveLength(0);
  await database.db.update(jobs).set({ leaseUntil: LONG_AGO }).where(eq(jobs.name, job.name));
  await until(() => runs.length === 1);
});

it("asks the work under way to stop when it is stopped, and leaves the rest to the next process", async () => {
  const { job, runs } = await dueJob(
    (signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true })),
  );
  const runner = run(job);
  await until(() => runs.length === 1);
  await runner.stop();
  const row = await rowOf(job);
  expect(row).toMatchObject({ runId: null, leaseUntil: null, succeededAt: null, failures: 0 });
  expect(row.dueAt).toEqual(LONG_AGO);
});
