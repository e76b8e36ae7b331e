import type { DeactivateMemberInput, Member } from "../contracts/members";
import { DomainError } from "../domain/errors";
import type { AccountContext } from "../kernel/context";
import { byMember } from "../kernel/authority";
import { change } from "../kernel/change";
import { findMember } from "./member";
import { assertNotLastAdmin, endMembership, lockMember } from "./lock";

/**
 * Ends a person's part in the account: no page, and no key that acts as this member, from now on (R6, I2). The keys
 * themselves stay as they are and live again with the member.
 * @throws DomainError not_found | forbidden | account_closed | last_admin | member_already_deactivated
 */
export function deactivateMember(
  ctx: AccountContext,
  input: DeactivateMemberInput & { readonly memberId: string },
): Promise<Member> {
  return change(byMember(ctx, "member:update"), [ctx.account.id], async (tx, fresh) => {
    const before = await lockMember(tx, fresh.account.id, input.memberId);
    if (before.status === "deactivated") {
      throw new DomainError("member_already_deactivated", `${before.name} is deactivated already.`);
    }
    await assertNotLastAdmin(tx, fresh.account.id, before);
    await endMembership(tx, fresh.account.id, before, fresh.now);
    const value = await findMember(tx, fresh.account.id, before.id);
    return {
      value,
      audit: {
        action: "member.deactivated",
        subject: { kind: "member", id: before.id, name: before.name },
        before: { status: "active", profile: before.profile },
        after: { status: "deactivated", keysStopped: value.liveKeys },
        reason: input.reason ?? null,
      },
    };
  });
}
