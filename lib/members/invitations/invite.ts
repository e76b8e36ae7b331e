import { and, eq, lte, sql } from "drizzle-orm";

import { invitations } from "@/db/schema/mailed-links";

import type { InviteInput, Invitation } from "../../contracts/people/invitations";
import { DomainError, mailNotSetUp } from "../../domain/errors";
import { byMember } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { AccountContext } from "../../kernel/context";
import { insertInvitation } from "../../kernel/people/new-invitation";
import { mailPolicy } from "../../platform/settings/mail-policy";
import { IS_OPEN_INVITATION } from "../../row-state/open-invitation";
import { assertProfileExists } from "../update";
import { findInvitation } from "./invitation";
import { assertMayMail, assertNoMember, assertRoom } from "./rules";

/**
 * Invites somebody into the account by a mail, which a job sends: the link is in it alone. Whether the address has a
 * person elsewhere makes no difference that is seen here.
 * @throws DomainError forbidden | account_closed | profile_not_available | already_member | member_already_deactivated |
 *   already_invited | invitation_limit | too_many_attempts | mail_not_set_up
 */
export function invite(ctx: AccountContext, { email, profile }: InviteInput): Promise<Invitation> {
  return change(byMember(ctx, "member:update"), [ctx.account.id], async (tx, fresh) => {
    const accountId = fresh.account.id;
    if (mailPolicy() === "off") throw mailNotSetUp();
    assertProfileExists(fresh, profile);
    await assertNoMember(tx, accountId, email);
    const isOfAddress = and(
      eq(invitations.accountId, accountId),
      eq(invitations.email, email),
      IS_OPEN_INVITATION,
    );
    // One whose time is over makes room for another.
    await tx
      .update(invitations)
      .set({ withdrawnAt: fresh.now, tokenHash: null, mailDueAt: null })
      .where(and(isOfAddress, lte(invitations.expiresAt, sql`now()`)));
    const [open] = await tx.select({ id: invitations.id }).from(invitations).where(isOfAddress);
    if (open) {
      throw new DomainError(
        "already_invited",
        `${email} is invited already. Send that invitation again, or withdraw it first.`,
      );
    }
    await assertRoom(tx, accountId);
    await assertMayMail(tx, { accountId, email, lastAt: null }, fresh.now);
    const audit = await insertInvitation(tx, {
      account: fresh.account,
      email,
      profile,
      invitedBy: fresh.user.id,
      isFromSupport: false,
    });
    return { value: await findInvitation(tx, accountId, audit.subject.id), audit };
  });
}
