/** What every change of a member holds, so that two at once can't leave an account without an admin. */
import { and, eq, isNull, ne, sql } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { sessions, users } from "@/db/schema/users";

import { DomainError, notFound } from "../domain/errors";
import { isActiveAdmin } from "../kernel/accounts/active-admin";
import type { OnRecords } from "../kernel/change";
import type { Reader, Transaction } from "../kernel/database";
import { endRights, lockAdministered } from "../kernel/accounts/organization-admins";
import { countLiveKeys } from "./live-keys";

/**
 * The member under a row lock, for a change that has the account's (see change).
 * @throws DomainError not_found for another account's
 */
export async function lockMember(tx: Transaction, accountId: string, memberId: string) {
  const [member] = await tx
    .select({
      id: memberships.id,
      userId: memberships.userId,
      name: users.name,
      profile: memberships.profile,
      status: memberships.status,
      isShared: memberships.isShared,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.accountId, accountId), eq(memberships.id, memberId)))
    .for("update", { of: memberships });
  if (!member) throw notFound();
  return member;
}

export type LockedMember = Awaited<ReturnType<typeof lockMember>>;

/** True for the one active admin of an account that has live keys. */
export async function isLastAdmin(
  db: Reader,
  accountId: string,
  member: Pick<LockedMember, "id" | "profile" | "status">,
): Promise<boolean> {
  if (member.profile !== "admin" || member.status !== "active") return false;
  const [other] = await db
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(isActiveAdmin(accountId), ne(memberships.id, member.id)))
    .limit(1);
  return !other && (await countLiveKeys(db, accountId)) > 0;
}

/** Refuses to take the last active admin from an account with live keys (S3). @throws DomainError last_admin */
export async function assertNotLastAdmin(
  tx: Transaction,
  accountId: string,
  member: LockedMember,
): Promise<void> {
  if (!(await isLastAdmin(tx, accountId, member))) return;
  throw new DomainError(
    "last_admin",
    `${member.name} is the last active admin, and this account has live keys. Make somebody else an admin first, or revoke the keys.`,
  );
}

type Ending = {
  readonly accountId: string;
  readonly now: Date;
  /** Said where an organization is left without an admin by it. */
  readonly leavesNone?: boolean | undefined;
  /** False for who has no say in the organization (see endRights). */
  readonly maySay?: boolean | undefined;
};

/** Why an organization's admin is one no more; what was typed is the business of the account that it was typed in. */
const LAST_PART_ENDED = "Their last part in the organization's accounts ended.";

/**
 * Ends a person's part in an account: no page, and no key that acts as this member, once the caller's change is committed; and
 * with the last part in an organization's accounts the right of its admin.
 * @returns what the end of that right leaves on whose record
 * @throws DomainError last_organization_admin
 */
export async function endMembership(
  tx: Transaction,
  member: Pick<LockedMember, "id" | "userId">,
  { accountId, now, ...said }: Ending,
): Promise<OnRecords["records"]> {
  await tx
    .update(memberships)
    .set({ status: "deactivated", deactivatedAt: now })
    .where(and(eq(memberships.accountId, accountId), eq(memberships.id, member.id)));
  await rotateSessionsOf(tx, member.userId);
  return endRights(tx, await lockAdministered(tx, member.userId), { ...said, reason: LAST_PART_ENDED });
}

/** Gives the person's sessions a new id with their next request, since what they may do has changed. */
export async function rotateSessionsOf(tx: Transaction, userId: string): Promise<void> {
  await tx
    .update(sessions)
    .set({ rotateRequestedAt: sql`now()` })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)));
}
