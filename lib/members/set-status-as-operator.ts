import { and, eq } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import { DomainError, notFound } from "../domain/errors";
import type { AuditEntry } from "../domain/record/audit-event";
import { lockAccount } from "../kernel/access";
import type { Transaction } from "../kernel/database";
import { bySystem } from "../kernel/authority";
import { change, onRecordsOf } from "../kernel/change";
import { endMembership, isLastAdmin, lockMember, rotateSessionsOf } from "./lock";
import { findMember } from "./member";

type MemberOf = { readonly accountId: string; readonly email: string; readonly reason: string };
type Lasts = {
  /** Allows it for the only admin of an account with live keys, whom nobody can replace then but another command. */
  readonly isLastAdminToo: boolean;
  /** Said where an organization is left without an admin by it. */
  readonly leavesNone: boolean;
};
export type ChangedMember = { readonly name: string; readonly liveKeys: number };

/**
 * Ends a person's part in an account without anybody signed in: no page, and no key that acts as this member, from now
 * on (R6, I2).
 * @throws DomainError not_found | member_already_deactivated | last_admin | last_organization_admin
 */
export function deactivateAsOperator(
  command: string,
  { accountId, email, reason }: MemberOf,
  { isLastAdminToo, leavesNone }: Lasts,
): Promise<ChangedMember> {
  return change(bySystem(command), [accountId], async (tx) => {
    const before = await findLocked(tx, accountId, email);
    if (before.status === "deactivated") {
      throw new DomainError("member_already_deactivated", `${before.name} is deactivated already.`);
    }
    if (!isLastAdminToo && (await isLastAdmin(tx, accountId, before))) {
      throw new DomainError(
        "last_admin",
        `${before.name} is the last active admin, and this account has live keys. Add another admin first, or give --last-admin.`,
      );
    }
    const ended = await endMembership(tx, before, { accountId, now: new Date(), leavesNone });
    const { liveKeys } = await findMember(tx, accountId, before.id);
    const { name } = before;
    const entry: AuditEntry = {
      action: "member.deactivated",
      subject: { kind: "member", id: before.id, name },
      before: { status: "active", profile: before.profile },
      after: { status: "deactivated", keysStopped: liveKeys },
      reason,
    };
    return { value: { name, liveKeys }, audit: onRecordsOf({ [accountId]: entry }, ended) };
  });
}

/**
 * Brings a member back with the profile of before, and with it the keys that have neither expired nor been revoked.
 * @throws DomainError not_found | member_already_active
 */
export function reactivateAsOperator(
  command: string,
  { accountId, email, reason }: MemberOf,
): Promise<ChangedMember> {
  return change(bySystem(command), [accountId], async (tx) => {
    const before = await findLocked(tx, accountId, email);
    if (before.status === "active") {
      throw new DomainError("member_already_active", `${before.name} is active already.`);
    }
    await tx
      .update(memberships)
      .set({ status: "active", deactivatedAt: null })
      .where(and(eq(memberships.accountId, accountId), eq(memberships.id, before.id)));
    await rotateSessionsOf(tx, before.userId);
    const { liveKeys } = await findMember(tx, accountId, before.id);
    const { name } = before;
    return {
      value: { name, liveKeys },
      audit: {
        action: "member.reactivated",
        subject: { kind: "member", id: before.id, name },
        before: { status: "deactivated" },
        after: { status: "active", profile: before.profile, keysResumed: liveKeys },
        reason,
      },
    };
  });
}

/** The member with this address, and the account, under their locks. @throws DomainError not_found */
async function findLocked(tx: Transaction, accountId: string, email: string) {
  await lockAccount(tx, accountId);
  const [member] = await tx
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.accountId, accountId), eq(users.email, email.toLowerCase())));
  if (!member) throw notFound();
  return lockMember(tx, accountId, member.id);
}
