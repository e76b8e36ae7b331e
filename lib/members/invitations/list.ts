import { and, desc, eq } from "drizzle-orm";

import { invitations } from "@/db/schema/mailed-links";

import type { InvitationList } from "../../contracts/people/invitations";
import { OPEN_INVITATIONS_MAX } from "../../domain/people/invitation-limits";
import type { AccountContext } from "../../kernel/context";
import { read } from "../../kernel/read";
import { IS_OPEN_INVITATION } from "../../row-state/open-invitation";
import { selectInvitations, toInvitation } from "./invitation";

/** The account's open invitations, the newest first. @throws DomainError forbidden */
export function listInvitations(ctx: AccountContext): Promise<InvitationList> {
  return read(ctx, "member:read", async (db) => {
    const rows = await selectInvitations(db)
      .where(and(eq(invitations.accountId, ctx.account.id), IS_OPEN_INVITATION))
      .orderBy(desc(invitations.id))
      .limit(OPEN_INVITATIONS_MAX);
    return { data: rows.map((row) => toInvitation(row)) };
  });
}
