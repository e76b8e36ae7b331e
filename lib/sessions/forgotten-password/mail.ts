import { and, asc, eq, gt, lte, sql } from "drizzle-orm";

import { passwordLinks } from "@/db/schema/mailed-links";
import { users } from "@/db/schema/users";

import { NEW_PASSWORD_LINK_PATH } from "../../domain/notices/console-paths";
import { PASSWORD_LINK_MINUTES } from "../../domain/people/mailed-links";
import { bySystem } from "../../kernel/authority";
import { change } from "../../kernel/change";
import { DUE_NOW, mailDue, nextAttempt, type MailEnd } from "../../kernel/people/mail-queue";
import { ask } from "../../kernel/read";
import { unrecorded } from "../../kernel/unrecorded";
import { newId } from "../../platform/ids";
import { newLinkToken } from "../../platform/secrets/link-token";
import type { Mail, Mailer } from "../../platform/mail";

/** Whoever has waited for so long has asked again, or given up. */
const WORTH_MAILING_MINUTES = 30;

type Asked = { readonly person: string; readonly askedFrom: string | null; readonly attempts: number };
type Found = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly hasPassword: boolean;
};

/**
 * Mails the links that people asked for, one after the other, and forgets what was asked for nobody's address. A token is
 * made just before its mail goes out and stands nowhere but in it; a mail that has to be tried again has another one.
 * @param appUrl the console's address as browsers know it
 * @returns how many were mailed
 * @throws Error where the mail server can't be used; what was taken is due again soon
 */
export function mailPasswordLinks(
  mailer: Mailer,
  appUrl: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  return mailDue(
    mailer,
    {
      claim: claimNext,
      mailOf: async (asked) => {
        const person = await findPerson(asked.person);
        return person && mailFor(person, asked, appUrl);
      },
      settle,
    },
    signal,
  );
}

/** Takes what is due first, and puts off its next attempt as if this one had failed. */
function claimNext(): Promise<Asked | null> {
  return unrecorded("link", async (db) => {
    const due = db
      .select({ person: passwordLinks.person })
      .from(passwordLinks)
      .where(
        and(
          lte(passwordLinks.mailDueAt, sql`now()`),
          gt(passwordLinks.askedAt, sql`now() - make_interval(mins => ${WORTH_MAILING_MINUTES})`),
        ),
      )
      .orderBy(asc(passwordLinks.mailDueAt))
      .limit(1)
      .for("update", { skipLocked: true });
    const [claimed] = await db
      .update(passwordLinks)
      .set({
        mailAttempts: sql`${passwordLinks.mailAttempts} + 1`,
        mailDueAt: nextAttempt(passwordLinks.mailAttempts),
      })
      // One person, found once (see lib/notices/mail.ts).
      .where(eq(passwordLinks.person, sql`(${due})`))
      .returning({
        person: passwordLinks.person,
        askedFrom: passwordLinks.askedFrom,
        attempts: passwordLinks.mailAttempts,
      });
    return claimed ?? null;
  });
}

function findPerson(person: string): Promise<Found | null> {
  const hash = sql<string>`encode(sha256(convert_to(${users.email}, 'UTF8')), 'hex')`;
  return ask(async (db) => {
    const [found] = await db
      .select({
        id: users.id,
        name: users.name,
        email: users.email,
        hasPassword: sql<boolean>`${users.passwordHash} is not null`,
      })
      .from(users)
      .where(and(eq(hash, person), eq(users.status, "active")));
    return found ?? null;
  });
}

/** Null where what was asked for is not there any more. */
async function mailFor(person: Found, asked: Asked, appUrl: string): Promise<Mail | null> {
  const from = asked.askedFrom === null ? "" : ` from the address ${asked.askedFrom}`;
  const asking = `somebody${from} asked for a link to choose another password for Countersign.`;
  if (!person.hasPassword) {
    return mailOf(person, appUrl, [
      `${asking} You have none: you sign in through single sign-on, and go on doing so.`,
      `Sign in: ${new URL("/sign-in", appUrl).href}`,
    ]);
  }
  const token = await makeLink(person, asked);
  if (token === null) return null;
  return mailOf(person, appUrl, [
    asking,
    `Choose another password: ${new URL(NEW_PASSWORD_LINK_PATH, appUrl).href}#${token}`,
    `The link works once, for ${PASSWORD_LINK_MINUTES} minutes, and ends all of your sessions.`,
    "If it was not you, do nothing: nothing has changed, and nobody but you has the link.",
  ]);
}

function mailOf(person: Found, appUrl: string, paragraphs: readonly string[]): Mail {
  return {
    messageId: `<${newId()}@${new URL(appUrl).hostname}>`,
    to: { name: person.name, address: person.email },
    subject: "Choose another password for Countersign",
    text: `${[`Hello ${person.name},`, ...paragraphs].join("\n\n")}\n`,
  };
}

/** Makes the one link of a person that works from now on, on the person's record. */
function makeLink(person: Found, asked: Asked): Promise<string | null> {
  const token = newLinkToken();
  return change(bySystem("jobs", person.id), [], async (tx) => {
    const [link] = await tx
      .update(passwordLinks)
      .set({
        userId: person.id,
        tokenHash: token.hash,
        expiresAt: sql`now() + make_interval(mins => ${PASSWORD_LINK_MINUTES})`,
      })
      .where(eq(passwordLinks.person, asked.person))
      .returning({ expiresAt: passwordLinks.expiresAt });
    if (!link) return { value: null, audit: "unchanged" };
    return {
      value: token.text,
      audit: {
        action: "password.link_mailed",
        subject: { kind: "user", id: person.id, name: person.name },
        after: { askedFrom: asked.askedFrom, expiresAt: link.expiresAt?.toISOString() ?? null },
      },
    };
  });
}

/** What was asked for nobody's address, or lost meanwhile, is forgotten. */
async function settle({ person, attempts }: Asked, end: MailEnd): Promise<void> {
  if (end.kind === "later") return;
  const mine = eq(passwordLinks.person, person);
  await unrecorded("link", async (db) => {
    if (end.kind === "nobody") await db.delete(passwordLinks).where(mine);
    else if (end.kind === "no_server") {
      await db
        .update(passwordLinks)
        .set({ mailDueAt: DUE_NOW, mailAttempts: attempts - 1 })
        .where(mine);
    } else await db.update(passwordLinks).set({ mailDueAt: null }).where(mine);
  });
}
