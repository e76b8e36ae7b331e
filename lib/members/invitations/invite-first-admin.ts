import { and, eq } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { invitations } from "@/db/schema/mailed-links";

import type { InviteFirstAdminInput } from "../../contracts/accounts/account-lifecycle";
import type { Invitation } from "../../contracts/people/invitations";
import { DomainError, mailNotSetUp } from "../../domain/errors";
import type { AuditEntry } from "../../domain/record/audit-event";
import { byStaff } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { AccountFacts, StaffContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { causeOf, withCase } from "../../kernel/cases/in-case";
import { insertInvitation } from "../../kernel/people/new-invitation";
import { mailPolicy } from "../../platform/settings/mail-policy";
import { IS_OPEN_INVITATION } from "../../row-state/open-invitation";
import { findInvitation } from "./invitation";
import { assertMayMail } from "./rules";

/**
 * Invites the first admin of an account that nobody has joined yet, in place of whom support invited before: that link is
 * dead from now on. Once somebody is, or was, a member, support lets nobody in any more.
 * @throws DomainError not_found | account_closed | account_has_members | too_many_attempts | mail_not_set_up
 */
export function inviteFirstAdmin(
  ctx: StaffContext,
  input: InviteFirstAdminInput & { readonly accountId: string },
): Promise<Invitation> {
  const { accountId, email, reason, caseId } = input;
  return change(byStaff(ctx), [accountId], async (tx, { account, now }) => {
    if (account.status === "closed") {
      throw new DomainError("account_closed", `${account.name} is closed. Open it again first.`);
    }
    const cause = await causeOf(tx, accountId, { reason, caseId });
    await assertNobodyJoined(tx, account);
    if (mailPolicy() === "off") throw mailNotSetUp();
    const withdrawn = await withdrawOpen(tx, accountId, now, reason);
    await assertMayMail(tx, { accountId, email, lastAt: null }, now);
    const sent = await insertInvitation(
      tx,
      { account, email, profile: "admin", invitedBy: ctx.user.id, isFromSupport: true },
      reason,
    );
    const audit = withCase([...withdrawn, sent], accountId, cause);
    return { value: await findInvitation(tx, accountId, sent.subject.id), audit };
  });
}

async function assertNobodyJoined(tx: Transaction, { id, name }: AccountFacts): Promise<void> {
  const [member] = await tx
    .select({ id: memberships.id })
    .from(memberships)
    .where(eq(memberships.accountId, id))
    .limit(1);
  if (!member) return;
  throw new DomainError(
    "account_has_members",
    `${name} has members already: its admins invite others. Support lets nobody into an account that somebody has.`,
  );
}

async function withdrawOpen(
  tx: Transaction,
  accountId: string,
  now: Date,
  reason: string,
): Promise<AuditEntry[]> {
  const ended = await tx
    .update(invitations)
    .set({ withdrawnAt: now, tokenHash: null, mailDueAt: null })
    .where(and(eq(invitations.accountId, accountId), IS_OPEN_INVITATION))
    .returning({ id: invitations.id, email: invitations.email, profile: invitations.profile });
  return ended.map(({ id, email, profile }) => ({
    action: "invitation.withdrawn",
    subject: { kind: "invitation", id, name: email },
    before: { profile },
    reason,
  }));
}
