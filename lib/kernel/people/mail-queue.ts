import { sql, type AnyColumn, type SQL } from "drizzle-orm";

import { retryDelayMs } from "../../domain/time/schedule";
import type { Mail, Mailer, MailOutcome } from "../../platform/mail";

/** How an attempt ended: as the mail server said, or there was nobody to mail to, or no mail server to ask. */
export type MailEnd = MailOutcome | { readonly kind: "nobody" } | { readonly kind: "no_server" };

/** Rows of which each is mailed once. */
export type MailQueue<T> = {
  /** Takes what is due first, and puts off its next attempt as if this one had failed; null where nothing is due. */
  readonly claim: () => Promise<T | null>;
  /** The mail of what was taken; null where nobody should have it any more. */
  readonly mailOf: (claimed: T) => Promise<Mail | null>;
  /** Writes down how it ended. Where no server could be asked, it is due again and the attempt does not count. */
  readonly settle: (claimed: T, end: MailEnd) => Promise<void>;
};

/**
 * Mails what is due in a queue, one after the other. A row is taken before it is mailed and settled after that: killed in
 * between, it is mailed again. An address that is refused does not keep the others from getting theirs.
 * @returns how many were mailed
 * @throws Error where the mail server can't be used; what was taken is due again soon
 */
export async function mailDue<T>(mailer: Mailer, queue: MailQueue<T>, signal: AbortSignal): Promise<number> {
  let mailed = 0;
  while (!signal.aborted) {
    const claimed = await queue.claim();
    if (claimed === null) break;
    const mail = await queue.mailOf(claimed);
    if (mail === null) {
      await queue.settle(claimed, { kind: "nobody" });
      continue;
    }
    const outcome = await mailer.send(mail).catch(async (error: unknown) => {
      await queue.settle(claimed, { kind: "no_server" });
      throw error;
    });
    await queue.settle(claimed, outcome);
    if (outcome.kind === "sent") mailed += 1;
  }
  return mailed;
}

/** Due at once. Columns keep milliseconds: rounded up, it would not be due yet to whoever looks within the same one. */
export const DUE_NOW = sql`date_trunc('milliseconds', clock_timestamp())`;

/** When a row that is taken now is due again: twice as late with each attempt, up to the longest delay. */
export function nextAttempt(attempts: AnyColumn): SQL {
  return sql`now() + make_interval(secs => least(${retryDelayMs(1) / 1000} * power(2, ${attempts}), ${retryDelayMs(99) / 1000}))`;
}

/** The columns of a queue's row that keeps how its mail went. */
export type MailSettlement = {
  readonly mailedAt?: SQL;
  readonly mailDueAt?: SQL | null;
  readonly mailAttempts?: number;
  readonly mailError?: string | null;
};

/** What an end leaves in such a row. @param attempts those that count, this one included */
export function settlementOf(end: MailEnd, attempts: number): MailSettlement {
  switch (end.kind) {
    case "sent":
      return { mailedAt: sql`now()`, mailDueAt: null, mailError: null };
    case "refused":
      return { mailDueAt: null, mailError: end.reason };
    case "later":
      return { mailError: end.reason };
    case "nobody":
      return { mailDueAt: null, mailError: "Nobody should have it any more." };
    case "no_server":
      return { mailDueAt: DUE_NOW, mailAttempts: attempts - 1 };
  }
}
