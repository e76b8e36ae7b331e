import { and, eq, sql } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import { DomainError, notFound } from "../domain/errors";
import { lockAccount } from "../kernel/access";
import type { Transaction } from "../kernel/database";
import { bySystem } from "../kernel/authority";
import { change } from "../kernel/change";
import { isLastAdmin, lockMember, rotateSessionsOf } from "./lock";
import { findMember } from "./member";

type MemberOf = { readonly accountId: string; readonly email: string; readonly reason: string };
export type ChangedMember = { readonly name: string; readonly liveKeys: number };

/**
 * Ends a person's part in an account without anybody signed in: no page, and no key that acts as this member, from now
 * on (R6, I2).
 * @param isLastAdminToo allows it for the only admin of an account with live keys, whom nobody can replace then but
 * another command
 * @throws DomainError not_found | member_already_deactivated | last_admin
 */
export function deactivateAsOperator(
  command: string,
  { accountId, email, reason }: MemberOf,
  isLastAdminToo: boolean,
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
    await tx
      .update(memberships)
      .set({ status: "deactivated", deactivatedAt: sql`now()` })
      .where(and(eq(memberships.accountId, accountId), eq(memberships.id, before.id)));
    await rotateSessionsOf(tx, before.userId);
    const { liveKeys } = await findMember(tx, accountId, before.id);
    const { name } = before;
    return {
      value: { name, liveKeys },
      audit: {
        action: "member.deactivated",
        subject: { kind: "member", id: before.id, name },
        before: { status: "active", profile: before.profile },
        after: { status: "deactivated", keysStopped: liveKeys },
        reason,
      },
    };
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
