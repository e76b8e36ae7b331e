/** How an invitation is read from the database, locked and shown. */
import { and, eq, sql } from "drizzle-orm";

import { invitations } from "@/db/schema/mailed-links";
import { users } from "@/db/schema/users";

import type { Invitation } from "../../contracts/people/invitations";
import { DomainError, notFound } from "../../domain/errors";
import type { Reader, Transaction } from "../../kernel/database";
import { IS_SENT_BY_ADMIN } from "../../row-state/open-invitation";

/** Invitations with all that is shown of them; callers add WHERE with the account's id, order and limit. */
export function selectInvitations(db: Reader) {
  return db
    .select({
      id: invitations.id,
      email: invitations.email,
      profile: invitations.profile,
      expiresAt: invitations.expiresAt,
      lastSentAt: invitations.lastSentAt,
      mailedAt: invitations.mailedAt,
      mailDueAt: invitations.mailDueAt,
      isExpired: sql<boolean>`${invitations.expiresAt} <= now()`,
      isSentByAdmin: IS_SENT_BY_ADMIN,
      invitedBy: users.name,
    })
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.invitedBy))
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof selectInvitations>>[number];

/** The wire form of a row. */
export function toInvitation(row: Row): Invitation {
  const { id, email, profile, invitedBy } = row;
  return {
    id,
    email,
    profile,
    invitedBy,
    expiresAt: row.expiresAt.toISOString(),
    lastSentAt: row.lastSentAt.toISOString(),
    state: stateOf(row),
  };
}

function stateOf(row: Row): Invitation["state"] {
  if (!row.isSentByAdmin) return "void";
  if (row.isExpired) return "expired";
  if (row.mailedAt !== null) return "sent";
  return row.mailDueAt === null ? "failed" : "sending";
}

/** One invitation of the account as it is shown. @throws DomainError not_found for another account's */
export async function findInvitation(db: Reader, accountId: string, id: string): Promise<Invitation> {
  const [row] = await selectInvitations(db).where(
    and(eq(invitations.accountId, accountId), eq(invitations.id, id)),
  );
  if (!row) throw notFound();
  return toInvitation(row);
}

/**
 * The open invitation under a row lock, for a change that has the account's.
 * @throws DomainError not_found for another account's | invitation_ended
 */
export async function lockInvitation(tx: Transaction, accountId: string, id: string) {
  const [invitation] = await tx
    .select({
      id: invitations.id,
      email: invitations.email,
      profile: invitations.profile,
      lastSentAt: invitations.lastSentAt,
      acceptedAt: invitations.acceptedAt,
      withdrawnAt: invitations.withdrawnAt,
    })
    .from(invitations)
    .where(and(eq(invitations.accountId, accountId), eq(invitations.id, id)))
    .for("update");
  if (!invitation) throw notFound();
  if (invitation.acceptedAt !== null) {
    throw new DomainError("invitation_ended", `${invitation.email} has accepted this invitation meanwhile.`);
  }
  if (invitation.withdrawnAt !== null) {
    throw new DomainError("invitation_ended", "This invitation was withdrawn meanwhile.");
  }
  return invitation;
}
