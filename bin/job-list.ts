import type { Logger } from "pino";

import { keepCalls } from "../db/call-retention";
import { KNOCKING_TIME } from "../lib/domain/knocking";
import { nextDaily } from "../lib/domain/schedule";
import type { Job } from "../lib/jobs/job";
import { forgetRetries } from "../lib/integration-keys/forget-retries";
import { forgetNotices } from "../lib/notices/forget";
import { tellOfKnocking } from "../lib/notices/knocking";
import { mailNotices } from "../lib/notices/mail";
import { openMailer } from "../lib/platform/mail";
import type { JobsSettings } from "../lib/platform/env";
import { forgetSessions } from "../lib/sessions/forget";
import { openOwnerPool } from "./database";

/** Every background job of this deployment. */
export function jobsOf(settings: JobsSettings, log: Logger): Job[] {
  return [retentionJob(settings, log), knockingJob(log), ...forgettingJobs(log), ...mailJob(settings, log)];
}

/** Nobody waits for these. */
const RETENTION_TIME = { hour: 2, minute: 20 };
const FORGETTING_TIME = { hour: 2, minute: 40 };
/** Mails go out within this time, and that of the next look. */
const MAIL_EVERY_MS = 5_000;

/**
 * Calls of whole days go by dropping tables, which only their owner can: so this job alone connects without the
 * application's role, as migrations do.
 */
function retentionJob(settings: JobsSettings, log: Logger): Job {
  return {
    name: "call-retention",
    nextAfter: (now) => nextDaily(now, RETENTION_TIME),
    run: async (signal, now) => {
      const pool = openOwnerPool(settings.DATABASE_URL);
      try {
        const retention = {
          callsDays: settings.CALLS_RETENTION_DAYS,
          callHoursDays: settings.CALL_HOURS_RETENTION_DAYS,
        };
        const report = await keepCalls(pool, retention, now, signal);
        log.info(report, "calls over age are gone");
        if (report.notCreated > 0) log.warn(report, "days of calls stay in the default partition for now");
      } finally {
        await pool.end();
      }
    },
  };
}

function knockingJob(log: Logger): Job {
  return {
    name: "knocking-notices",
    nextAfter: (now) => nextDaily(now, KNOCKING_TIME),
    run: async (signal, now) => {
      log.info({ told: await tellOfKnocking(now, signal) }, "admins are told of calls in vain");
    },
  };
}

function forgettingJobs(log: Logger): Job[] {
  return [
    {
      name: "notice-retention",
      nextAfter: (now) => nextDaily(now, FORGETTING_TIME),
      run: async (signal) => {
        log.info({ forgotten: await forgetNotices(signal) }, "notices over age are gone");
      },
    },
    {
      name: "session-retention",
      nextAfter: (now) => nextDaily(now, FORGETTING_TIME),
      run: async (signal) => {
        const report = { sessions: await forgetSessions(signal), retries: await forgetRetries(signal) };
        log.info(report, "sessions and retries over age are gone");
      },
    },
  ];
}

/** Without a mail server nothing is mailed: notices are on their page. */
function mailJob({ SMTP_URL, MAIL_FROM, APP_URL }: JobsSettings, log: Logger): Job[] {
  if (SMTP_URL === undefined || MAIL_FROM === undefined) return [];
  return [
    {
      name: "notice-mail",
      nextAfter: (now) => new Date(now.getTime() + MAIL_EVERY_MS),
      run: async (signal) => {
        const mailer = openMailer(SMTP_URL, MAIL_FROM);
        try {
          const mailed = await mailNotices(mailer, APP_URL, signal);
          if (mailed > 0) log.info({ mailed }, "notices are mailed");
        } finally {
          mailer.close();
        }
      },
    },
  ];
}
