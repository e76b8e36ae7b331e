import { sql } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { invitations } from "@/db/schema/mailed-links";

import { INVITATION_DAYS } from "../../domain/people/mailed-links";
import type { Environment, Profile } from "../../domain/people/profiles";
import type { AuditEntry } from "../../domain/record/audit-event";
import { newId } from "../../platform/ids";
import { DUE_NOW } from "./mail-queue";

/**
 * Keeps an invitation that is mailed soon, in the transaction of the caller, who knows that it may be sent.
 * @param invited.isFromSupport true for the first admin of an account that nobody has joined
 * @returns what goes on the account's record; its subject is the invitation
 */
export async function insertInvitation(
  tx: Transaction,
  invited: {
    readonly account: { readonly id: string; readonly environment: Environment };
    /** Lower case. */
    readonly email: string;
    readonly profile: Profile;
    readonly invitedBy: string;
    readonly isFromSupport: boolean;
  },
  reason: string | null = null,
): Promise<AuditEntry> {
  const { account, email, profile, invitedBy, isFromSupport } = invited;
  const id = newId();
  await tx.insert(invitations).values({
    id,
    accountId: account.id,
    environment: account.environment,
    email,
    profile,
    invitedBy,
    isFromSupport,
    expiresAt: sql`now() + make_interval(days => ${INVITATION_DAYS})`,
    mailDueAt: DUE_NOW,
  });
  return {
    action: "invitation.sent",
    subject: { kind: "invitation", id, name: email },
    after: { profile },
    reason,
  };
}
