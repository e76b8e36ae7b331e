import type { Logger } from "pino";

import { keepCalls } from "../../db/call-retention";
import { keepAccessTokens } from "../../db/token-retention";
import { DIGEST_TIME } from "../../lib/domain/notices/continuity";
import { KNOCKING_TIME } from "../../lib/domain/notices/knocking";
import { nextDaily, nextWeekly } from "../../lib/domain/time/schedule";
import type { Job } from "../../lib/jobs/job";
import { forgetLegacyUses } from "../../lib/accounts/forget-legacy-uses";
import { forgetRetries } from "../../lib/integration-keys/keys/making/forget-retries";
import { forgetNotices } from "../../lib/notices/forget";
import { tellOfKnocking } from "../../lib/notices/knocking";
import { forgetInvitations } from "../../lib/members/invitations/forget";
import { tellOfExpired } from "../../lib/members/invitations/tell-expired";
import { mailInvitations } from "../../lib/members/invitations/mail";
import { mailNotices } from "../../lib/notices/mail";
import { forgetTokens } from "../../lib/oauth/forget";
import { tellOfContinuity } from "../../lib/organizations/digest";
import { checkDomains } from "../../lib/organizations/check-domains";
import { openOutbox } from "../../lib/notices/outbox/keep";
import { openMailer, type Mailer } from "../../lib/platform/mail";
import type { JobsSettings } from "../../lib/platform/settings/env";
import { forgetLoggedRequests } from "../../lib/request-logs/forget";
import { forgetSessions } from "../../lib/sessions/forget";
import { forgetPasswordLinks } from "../../lib/sessions/forgotten-password/forget";
import { mailPasswordLinks } from "../../lib/sessions/forgotten-password/mail";
import { recordFailures } from "../../lib/sessions/record-failures";
import { expireTransfers } from "../../lib/transfers/steps/expire-transfers";
import { voidLapsed } from "../../lib/transfers/steps/void-lapsed";
import { openOwnerPool } from "../database/database";

/** Every background job of this deployment. */
export function jobsOf(settings: JobsSettings, log: Logger): Job[] {
  return [
    retentionJob(settings, log),
    knockingJob(log),
    failuresJob(log),
    ...domainJob(settings, log),
    transferJob(log),
    digestJob(log),
    expiredInvitationsJob(log),
    ...forgettingJobs(settings, log),
    ...mailJob(settings, log),
  ];
}

/** Nobody waits for these. */
const RETENTION_TIME = { hour: 2, minute: 20 };
const FORGETTING_TIME = { hour: 2, minute: 40 };
/** Mails go out within this time, and that of the next look: people wait for links. */
const MAIL_EVERY_MS = 2_000;

/**
 * Calls of whole days go by dropping tables, which only their owner can: so this job alone connects as the owner, as
 * migrations do.
 */
function retentionJob(settings: JobsSettings, log: Logger): Job {
  return {
    name: "call-retention",
    nextAfter: (now) => nextDaily(now, RETENTION_TIME),
    run: async (signal, now) => {
      const pool = openOwnerPool(settings.DATABASE_OWNER_URL ?? settings.DATABASE_URL);
      try {
        const retention = {
          callsDays: settings.CALLS_RETENTION_DAYS,
          callHoursDays: settings.CALL_HOURS_RETENTION_DAYS,
        };
        const report = await keepCalls(pool, retention, now, signal);
        log.info(report, "calls over age are gone");
        if (report.notCreated > 0) log.warn(report, "days of calls stay in the default partition for now");
        log.info(await keepAccessTokens(pool, now, signal), "access tokens over age are gone");
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

/** People are told of failed sign-ins within this time. */
const FAILURES_EVERY_MS = 60_000;

function failuresJob(log: Logger): Job {
  return {
    name: "failed-sign-ins",
    nextAfter: (now) => new Date(now.getTime() + FAILURES_EVERY_MS),
    run: async (signal) => {
      const people = await recordFailures(signal);
      if (people > 0) log.info({ people }, "failed sign-ins are on the record");
    },
  };
}

/** Each claim is due a day after its last check, and looked for this often. */
const DOMAINS_EVERY_MS = 10 * 60_000;

/** Where DNS is switched off, claims stay as they are. */
function domainJob({ DNS_SERVERS }: JobsSettings, log: Logger): Job[] {
  if (DNS_SERVERS === "off") return [];
  return [
    {
      name: "domain-check",
      nextAfter: (now) => new Date(now.getTime() + DOMAINS_EVERY_MS),
      run: async (signal) => {
        const checked = await checkDomains(DNS_SERVERS, signal);
        if (checked > 0) log.info({ checked }, "claimed domains are checked again");
      },
    },
  ];
}

/** A transfer's time is told by the clock; who waits for it is told within this time. */
const TRANSFERS_EVERY_MS = 10 * 60_000;

function transferJob(log: Logger): Job {
  return {
    name: "transfer-expiry",
    nextAfter: (now) => new Date(now.getTime() + TRANSFERS_EVERY_MS),
    run: async (signal) => {
      const expired = await expireTransfers(signal);
      if (expired > 0) log.info({ expired }, "transfers have expired");
      const voided = await voidLapsed(signal);
      if (voided > 0) log.info({ voided }, "confirmations of transfers are void");
    },
  };
}

function digestJob(log: Logger): Job {
  return {
    name: "continuity-digest",
    nextAfter: (now) => nextWeekly(now, DIGEST_TIME),
    run: async (signal, now) => {
      log.info({ told: await tellOfContinuity(now, signal) }, "admins are told of accounts at risk");
    },
  };
}

/** Whoever invited somebody is told within this time that the invitation has expired. */
const EXPIRED_EVERY_MS = 10 * 60_000;

function expiredInvitationsJob(log: Logger): Job {
  return {
    name: "expired-invitations",
    nextAfter: (now) => new Date(now.getTime() + EXPIRED_EVERY_MS),
    run: async (signal) => {
      const told = await tellOfExpired(signal);
      if (told > 0) log.info({ told }, "whoever sent invitations that expired is told");
    },
  };
}

function forgettingJobs(settings: JobsSettings, log: Logger): Job[] {
  // Calls name their line of the report.
  const useDays = Math.max(settings.CALL_HOURS_RETENTION_DAYS, settings.CALLS_RETENTION_DAYS);
  return [
    {
      name: "notice-retention",
      nextAfter: (now) => nextDaily(now, FORGETTING_TIME),
      run: async (signal) => {
        log.info({ forgotten: await forgetNotices(signal) }, "notices over age are gone");
      },
    },
    {
      name: "token-retention",
      nextAfter: (now) => nextDaily(now, FORGETTING_TIME),
      run: async (signal) => {
        log.info(await forgetTokens(signal), "codes, refresh tokens and assertions over age are gone");
      },
    },
    {
      name: "session-retention",
      nextAfter: (now) => nextDaily(now, FORGETTING_TIME),
      run: async (signal) => {
        const report = {
          sessions: await forgetSessions(signal),
          passwordLinks: await forgetPasswordLinks(signal),
          invitations: await forgetInvitations(signal),
          retries: await forgetRetries(signal),
          loggedRequests: await forgetLoggedRequests(signal),
          legacyUses: await forgetLegacyUses(useDays, signal),
        };
        log.info(
          report,
          "sessions, links, retries, logged requests and uses of legacy authentication over age are gone",
        );
      },
    },
  ];
}

/** Without a mail server nothing is mailed: notices are on their page, and nobody is invited. In the demo mails go to the outbox. */
function mailJob(settings: JobsSettings, log: Logger): Job[] {
  const open = mailerOf(settings);
  if (open === null) return [];
  return [
    {
      name: "notice-mail",
      nextAfter: (now) => new Date(now.getTime() + MAIL_EVERY_MS),
      run: async (signal) => {
        const mailer = open();
        try {
          // What somebody waits for goes first.
          const links = await mailPasswordLinks(mailer, settings.APP_URL, signal);
          const invited = await mailInvitations(mailer, settings.APP_URL, signal);
          const mailed = await mailNotices(mailer, settings.APP_URL, signal);
          if (links + invited + mailed > 0)
            log.info({ links, invited, mailed }, "links and notices are mailed");
        } finally {
          mailer.close();
        }
      },
    },
  ];
}

/** What mails here; null for nothing. */
function mailerOf({ SMTP_URL, MAIL_FROM, DEMO }: JobsSettings): (() => Mailer) | null {
  if (SMTP_URL !== undefined && MAIL_FROM !== undefined) return () => openMailer(SMTP_URL, MAIL_FROM);
  return DEMO ? openOutbox : null;
}
