/** The jobs process: what has to be done without anybody asking. Any number of them may run on one database. */
import "./process/load-env";

import { readJobsSettings, type JobsSettings } from "../lib/platform/settings/env";
import { createLogger } from "../lib/platform/logs/logger";
import { startRunner } from "../lib/jobs/runner";
import { databaseOf, openPool } from "../db/client";
import { useDatabase } from "../lib/kernel/database";
import { applicationRole } from "./database/database";
import { databaseUrlOf } from "./database/embedded-address";
import { report } from "./process/failure";
import { jobsOf } from "./jobs/job-list";
import { stepBack } from "./process/step-back";

stepBack();

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** Work that does not stop when it is asked to is left to the next process, which finds its lease run out. */
const STOP_WITHIN_MS = 8_000;

const log = createLogger("jobs");
const settings = await settingsOrEnd();
const pool = openPool(settings, {
  max: 4,
  connectTimeoutMs: CONNECT_TIMEOUT_MS,
  statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  applicationName: "countersign-jobs",
});
useDatabase(databaseOf(pool));
const runner = startRunner(jobsOf(settings, log), {
  pollMs: settings.JOBS_POLL_SECONDS * 1000,
  log,
});

async function settingsOrEnd(): Promise<JobsSettings> {
  try {
    const { DATABASE_ROLE = applicationRole(process.env), ...given } = process.env;
    return readJobsSettings({ ...given, DATABASE_ROLE, DATABASE_URL: await databaseUrlOf(process.env) });
  } catch (error) {
    return report(error);
  }
}

async function stop(): Promise<never> {
  log.info("jobs are stopping");
  setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
  await runner.stop();
  await pool.end();
  process.exit(0);
}
process.once("SIGTERM", () => void stop());
process.once("SIGINT", () => void stop());

await runner.ready;
log.info({ mails: settings.SMTP_URL !== undefined }, "jobs are ready");
