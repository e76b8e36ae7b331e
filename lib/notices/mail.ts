import { and, asc, eq, gt, lte, sql } from "drizzle-orm";

import { notices } from "@/db/schema/jobs";
import { users } from "@/db/schema/users";

import { NOTICES_PATH } from "../domain/notices/console-paths";
import { maskSecrets } from "../domain/secrets/secrets-in-text";
import { mailDue, nextAttempt, settlementOf, type MailSettlement } from "../kernel/people/mail-queue";
import { ask } from "../kernel/read";
import type { Mail, Mailer } from "../platform/mail";
import { unrecorded } from "../kernel/unrecorded";

/** A notice that could not be mailed for so long is no news any more. */
const WORTH_MAILING_DAYS = 2;

type Claimed = {
  readonly id: string;
  readonly subject: string;
  readonly lines: (typeof notices.$inferSelect)["lines"];
  readonly attempts: number;
};

/**
 * Mails the notices that are due, each under the same message id however often it is mailed.
 * @param appUrl the console's address as browsers know it
 * @returns how many were mailed
 * @throws Error where the mail server can't be used; what was taken is due again soon
 */
export function mailNotices(
  mailer: Mailer,
  appUrl: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  return mailDue(
    mailer,
    {
      claim: claimNext,
      mailOf: async (notice) => {
        const person = await findReceiver(notice.id);
        return person && mailOf(notice, person, appUrl);
      },
      settle: (notice, end) => settle(notice.id, settlementOf(end, notice.attempts)),
    },
    signal,
  );
}

/** Takes the notice that is due first, and puts off its next attempt as if this one had failed. */
function claimNext(): Promise<Claimed | null> {
  return unrecorded("notice", async (db) => {
    const due = db
      .select({ id: notices.id })
      .from(notices)
      .where(
        and(
          lte(notices.mailDueAt, sql`now()`),
          gt(notices.createdAt, sql`now() - make_interval(days => ${WORTH_MAILING_DAYS})`),
        ),
      )
      .orderBy(asc(notices.mailDueAt))
      .limit(1)
      .for("update", { skipLocked: true });
    const [claimed] = await db
      .update(notices)
      .set({
        mailAttempts: sql`${notices.mailAttempts} + 1`,
        mailDueAt: nextAttempt(notices.mailAttempts),
      })
      // One id, found once: as a member of a list it would be looked for anew with each row, and so be another each time.
      .where(eq(notices.id, sql`(${due})`))
      .returning({
        id: notices.id,
        subject: notices.subject,
        lines: notices.lines,
        attempts: notices.mailAttempts,
      });
    return claimed ?? null;
  });
}

function findReceiver(noticeId: string): Promise<Mail["to"] | null> {
  return ask(async (db) => {
    const [person] = await db
      .select({ name: users.name, address: users.email })
      .from(notices)
      .innerJoin(users, eq(users.id, notices.userId))
      .where(and(eq(notices.id, noticeId), eq(users.status, "active")));
    return person ?? null;
  });
}

function settle(id: string, change: MailSettlement): Promise<void> {
  return unrecorded("notice", async (db) => {
    await db.update(notices).set(change).where(eq(notices.id, id));
  });
}

function mailOf(notice: Claimed, to: Mail["to"], appUrl: string): Mail {
  const address = (path: string): string => new URL(path, appUrl).href;
  const paragraphs = [
    `Hello ${to.name},`,
    `${notice.subject}.`,
    ...notice.lines.map(({ link, text }) =>
      link ? `- ${link.label}${text}\n  ${address(link.path)}` : text,
    ),
    `All notices: ${address(NOTICES_PATH)}`,
  ];
  return {
    messageId: `<${notice.id}@${new URL(appUrl).hostname}>`,
    to,
    subject: maskSecrets(notice.subject),
    text: maskSecrets(`${paragraphs.join("\n\n")}\n`),
  };
}
