import type { DeactivateMemberInput, Member } from "../contracts/people/members";
import { DomainError } from "../domain/errors";
import type { AuditEntry } from "../domain/record/audit-event";
import type { AccountContext } from "../kernel/context";
import { byMember } from "../kernel/authority";
import { change, onRecordsOf } from "../kernel/change";
import { findMember } from "./member";
import { assertNotLastAdmin, endMembership, lockMember } from "./lock";

/**
 * Ends a person's part in the account: no page, and no key that acts as this member, from now on (R6, I2). The keys
 * themselves stay as they are and live again with the member.
 * @throws DomainError not_found | forbidden | account_closed | last_admin | member_already_deactivated |
 *   last_organization_admin
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
    const { leavesNone, reason = null } = input;
    // Whoever is the organization's last admin may say it of themselves; while another admin is there, it need not be said.
    const maySay = before.userId === fresh.user.id;
    const ending = { accountId: fresh.account.id, now: fresh.now, leavesNone, maySay };
    const ended = await endMembership(tx, before, ending);
    const value = await findMember(tx, fresh.account.id, before.id);
    const entry: AuditEntry = {
      action: "member.deactivated",
      subject: { kind: "member", id: before.id, name: before.name },
      before: { status: "active", profile: before.profile },
      after: { status: "deactivated", keysStopped: value.liveKeys },
      reason,
    };
    return { value, audit: onRecordsOf({ [fresh.account.id]: entry }, ended) };
  });
}
