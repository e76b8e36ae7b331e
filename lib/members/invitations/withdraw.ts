import { and, eq } from "drizzle-orm";

import { invitations } from "@/db/schema/mailed-links";

import { byMember } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { AccountContext } from "../../kernel/context";
import { lockInvitation } from "./invitation";

/**
 * Withdraws an open invitation: its link is dead from now on.
 * @throws DomainError not_found | forbidden | account_closed | invitation_ended
 */
export function withdrawInvitation(ctx: AccountContext, invitationId: string): Promise<void> {
  return change(byMember(ctx, "member:update"), [ctx.account.id], async (tx, fresh) => {
    const { id, email, profile } = await lockInvitation(tx, fresh.account.id, invitationId);
    await tx
      .update(invitations)
      .set({ withdrawnAt: fresh.now, tokenHash: null, mailDueAt: null })
      .where(and(eq(invitations.accountId, fresh.account.id), eq(invitations.id, id)));
    return {
      value: undefined,
      audit: {
        action: "invitation.withdrawn",
        subject: { kind: "invitation", id, name: email },
        before: { profile },
      },
    };
  });
}
