import { and, eq } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";

import type { Member } from "../contracts/people/members";
import { DomainError } from "../domain/errors";
import type { AccountContext } from "../kernel/context";
import { byMember } from "../kernel/authority";
import { change } from "../kernel/change";
import { findMember } from "./member";
import { lockMember, rotateSessionsOf } from "./lock";

/**
 * Brings a member back with the profile of before, and with it the keys that have neither expired nor been revoked.
 * @throws DomainError not_found | forbidden | account_closed | member_already_active
 */
export function reactivateMember(ctx: AccountContext, memberId: string): Promise<Member> {
  return change(byMember(ctx, "member:update"), [ctx.account.id], async (tx, fresh) => {
    const before = await lockMember(tx, fresh.account.id, memberId);
    if (before.status === "active") {
      throw new DomainError("member_already_active", `${before.name} is active already.`);
    }
    await tx
      .update(memberships)
      .set({ status: "active", deactivatedAt: null })
      .where(and(eq(memberships.accountId, fresh.account.id), eq(memberships.id, before.id)));
    await rotateSessionsOf(tx, before.userId);
    const value = await findMember(tx, fresh.account.id, before.id);
    return {
      value,
      audit: {
        action: "member.reactivated",
        subject: { kind: "member", id: before.id, name: before.name },
        before: { status: "deactivated" },
        after: { status: "active", profile: before.profile, keysResumed: value.liveKeys },
      },
    };
  });
}
