import { and, asc, eq, gt, inArray, lte, sql, type SQL } from "drizzle-orm";

import { notices } from "@/db/schema/jobs";
import { users } from "@/db/schema/users";

import { NOTICES_PATH } from "../domain/console-paths";
import { maskSecrets } from "../domain/key-secret";
import { retryDelayMs } from "../domain/schedule";
import { ask } from "../kernel/read";
import type { Mail, Mailer } from "../platform/mail";

/** A notice that could not be mailed for so long is no news any more. */
const WORTH_MAILING_DAYS = 2;

type Claimed = {
  readonly id: string;
  readonly subject: string;
  readonly lines: (typeof notices.$inferSelect)["lines"];
  readonly attempts: number;
};

/**
 * Mails the notices that are due, one after the other. A notice is taken before it is mailed and marked after that:
 * killed in between, this mails it again, under the same message id. An address that is refused does not keep the
 * others from getting theirs.
 * @param appUrl the console's address as browsers know it
 * @returns how many were mailed
 * @throws Error where the mail server can't be used; what was taken is due again soon
 */
export async function mailNotices(
  mailer: Mailer,
  appUrl: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  let mailed = 0;
  while (!signal.aborted) {
    const notice = await claimNext();
    if (!notice) break;
    const person = await findReceiver(notice.id);
    if (!person) {
      await settle(notice.id, { mailDueAt: null, mailError: "The person is not active any more." });
      continue;
    }
    const outcome = await mailer.send(mailOf(notice, person, appUrl)).catch(async (error: unknown) => {
      // No fault of this notice: it is due again, and its attempt does not count.
      await settle(notice.id, { mailDueAt: sql`now()`, mailAttempts: notice.attempts - 1 });
      throw error;
    });
    if (outcome.kind === "sent") {
      await settle(notice.id, { mailedAt: sql`now()`, mailDueAt: null, mailError: null });
      mailed += 1;
    } else if (outcome.kind === "refused") {
      await settle(notice.id, { mailDueAt: null, mailError: outcome.reason });
    } else {
      await settle(notice.id, { mailError: outcome.reason });
    }
  }
  return mailed;
}

/** Takes the notice that is due first, and puts off its next attempt as if this one had failed. */
function claimNext(): Promise<Claimed | null> {
  return ask(async (db) => {
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
        mailDueAt: sql`now() + make_interval(secs => least(${retryDelayMs(1) / 1000} * power(2, ${notices.mailAttempts}), ${retryDelayMs(99) / 1000}))`,
      })
      .where(inArray(notices.id, due))
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

type Settlement = {
  readonly mailedAt?: SQL;
  readonly mailDueAt?: SQL | null;
  readonly mailAttempts?: number;
  readonly mailError?: string | null;
};

function settle(id: string, change: Settlement): Promise<void> {
  return ask(async (db) => {
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
