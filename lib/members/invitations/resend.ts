import { eq, sql } from "drizzle-orm";

import { invitations } from "@/db/schema/mailed-links";

import type { Invitation } from "../../contracts/people/invitations";
import { mailNotSetUp } from "../../domain/errors";
import { INVITATION_DAYS } from "../../domain/people/mailed-links";
import { byMember } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { AccountContext } from "../../kernel/context";
import { DUE_NOW } from "../../kernel/people/mail-queue";
import { mailPolicy } from "../../platform/settings/mail-policy";
import { findInvitation, lockInvitation } from "./invitation";
import { assertMayMail, assertNoMember } from "./rules";

/**
 * Sends an open invitation again, for seven days from now and in the name of who asks. The link of before is dead from
 * now on.
 * @throws DomainError not_found | forbidden | account_closed | invitation_ended | already_member |
 *   member_already_deactivated | too_many_attempts | mail_not_set_up
 */
export function resendInvitation(ctx: AccountContext, invitationId: string): Promise<Invitation> {
  return change(byMember(ctx, "member:update"), [ctx.account.id], async (tx, fresh) => {
    const accountId = fresh.account.id;
    const { id, email, profile, lastSentAt } = await lockInvitation(tx, accountId, invitationId);
    if (mailPolicy() === "off") throw mailNotSetUp();
    await assertNoMember(tx, accountId, email);
    await assertMayMail(tx, { accountId, email, lastAt: lastSentAt }, fresh.now);
    await tx
      .update(invitations)
      .set({
        invitedBy: fresh.user.id,
        isFromSupport: false,
        expiryToldAt: null,
        expiresAt: sql`now() + make_interval(days => ${INVITATION_DAYS})`,
        sends: sql`${invitations.sends} + 1`,
        lastSentAt: sql`now()`,
        tokenHash: null,
        mailDueAt: DUE_NOW,
        mailAttempts: 0,
        mailedAt: null,
        mailError: null,
      })
      .where(eq(invitations.id, id));
    return {
      value: await findInvitation(tx, accountId, id),
      audit: {
        action: "invitation.resent",
        subject: { kind: "invitation", id, name: email },
        after: { profile },
      },
    };
  });
}
