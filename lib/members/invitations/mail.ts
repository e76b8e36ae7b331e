import { and, asc, eq, lte, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { invitations } from "@/db/schema/mailed-links";
import { users } from "@/db/schema/users";

import { INVITATION_PATH } from "../../domain/notices/console-paths";
import { INVITATION_DAYS } from "../../domain/people/mailed-links";
import { PROFILE_LABELS } from "../../domain/people/profile-words";
import { mailDue, nextAttempt, settlementOf, type MailSettlement } from "../../kernel/people/mail-queue";
import { ask } from "../../kernel/read";
import { unrecorded } from "../../kernel/unrecorded";
import { newLinkToken } from "../../platform/secrets/link-token";
import type { Mail, Mailer } from "../../platform/mail";
import { IS_VALID_INVITATION } from "../../row-state/open-invitation";

type Claimed = { readonly id: string; readonly attempts: number; readonly sends: number };

/**
 * Mails invitations, one after the other. A token is made just before its mail goes out and stands nowhere but in it; a
 * mail that has to be tried again has another one. What is void by now is not mailed.
 * @param appUrl the console's address as browsers know it
 * @returns how many were mailed
 * @throws Error where the mail server can't be used; what was taken is due again soon
 */
export function mailInvitations(
  mailer: Mailer,
  appUrl: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  return mailDue(
    mailer,
    {
      claim: claimNext,
      mailOf: (claimed) => mailFor(claimed, appUrl),
      settle: (claimed, end) => settle(claimed, settlementOf(end, claimed.attempts)),
    },
    signal,
  );
}

/** Takes what is due first, and puts off its next attempt as if this one had failed. */
function claimNext(): Promise<Claimed | null> {
  return unrecorded("link", async (db) => {
    const due = db
      .select({ id: invitations.id })
      .from(invitations)
      .where(lte(invitations.mailDueAt, sql`now()`))
      .orderBy(asc(invitations.mailDueAt))
      .limit(1)
      .for("update", { skipLocked: true });
    const [claimed] = await db
      .update(invitations)
      .set({
        mailAttempts: sql`${invitations.mailAttempts} + 1`,
        mailDueAt: nextAttempt(invitations.mailAttempts),
      })
      // One id, found once (see lib/notices/mail.ts).
      .where(eq(invitations.id, sql`(${due})`))
      .returning({
        id: invitations.id,
        attempts: invitations.mailAttempts,
        sends: invitations.sends,
      });
    return claimed ?? null;
  });
}

/** The mail, with a token that works from now on; null where the invitation can't be accepted any more. */
async function mailFor(claimed: Claimed, appUrl: string): Promise<Mail | null> {
  const token = newLinkToken();
  const isMade = await unrecorded("link", async (db) => {
    const made = await db
      .update(invitations)
      .set({ tokenHash: token.hash })
      .where(and(isClaimed(claimed), IS_VALID_INVITATION));
    return made.rowCount === 1;
  });
  if (!isMade) return null;
  const about = await findAbout(claimed.id);
  if (!about) return null;
  const paragraphs = [
    "Hello,",
    `${about.inviter} (${about.inviterEmail}) invites you to the account ${about.account}, as ${PROFILE_LABELS[about.profile]}.`,
    `Accept the invitation: ${new URL(INVITATION_PATH, appUrl).href}#${token.text}`,
    `The link works once, for ${INVITATION_DAYS} days, and for ${about.email} alone.`,
    "If you don’t know what this is about, do nothing.",
  ];
  return {
    messageId: `<${claimed.id}.${claimed.sends}@${new URL(appUrl).hostname}>`,
    to: { name: "", address: about.email },
    subject: `Invitation to ${about.account} on Countersign`,
    text: `${paragraphs.join("\n\n")}\n`,
  };
}

function findAbout(id: string) {
  return ask(async (db) => {
    const [about] = await db
      .select({
        email: invitations.email,
        profile: invitations.profile,
        account: accounts.name,
        inviter: users.name,
        inviterEmail: users.email,
      })
      .from(invitations)
      .innerJoin(accounts, eq(accounts.id, invitations.accountId))
      .innerJoin(users, eq(users.id, invitations.invitedBy))
      .where(eq(invitations.id, id));
    return about ?? null;
  });
}

/** What was claimed, unless it was sent again meanwhile: that is another mail. */
function isClaimed({ id, sends }: Claimed) {
  return and(eq(invitations.id, id), eq(invitations.sends, sends));
}

function settle(claimed: Claimed, change: MailSettlement): Promise<void> {
  return unrecorded("link", async (db) => {
    await db.update(invitations).set(change).where(isClaimed(claimed));
  });
}
