import { and, eq } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";

import type { DeactivationPreview, LeaveAccountInput } from "../contracts/people/members";
import { notFound } from "../domain/errors";
import { memberLeftNotice } from "../domain/notices/people";
import type { AuditEntry } from "../domain/record/audit-event";
import { byMember } from "../kernel/authority";
import { change, onRecordsOf } from "../kernel/change";
import type { AccountContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { findAdmins, tell } from "../kernel/people/notices";
import { read } from "../kernel/read";
import { newId } from "../platform/ids";
import { countLiveKeys } from "./live-keys";
import { assertNotLastAdmin, endMembership, lockMember } from "./lock";
import { deactivationPreviewOf } from "./preview";

/** Which live keys stop when whoever asks leaves the account (R6). @throws DomainError not_found */
export function previewLeaving(ctx: AccountContext): Promise<DeactivationPreview> {
  return read(ctx, "member:leave", async (db) =>
    deactivationPreviewOf(db, ctx.account.id, await ownMembership(db, ctx)),
  );
}

/**
 * Ends the part of whoever asks in the account, a closed one too: no page, and no key that acts as this member, from now on
 * (R6, I2). Its admins are told, and can bring the person back. The last admin can't leave live keys behind.
 * @throws DomainError not_found | last_admin | last_organization_admin
 */
export function leaveAccount(ctx: AccountContext, input: LeaveAccountInput): Promise<void> {
  return change(byMember(ctx, "member:leave"), [ctx.account.id], async (tx, fresh) => {
    const accountId = fresh.account.id;
    const before = await lockMember(tx, accountId, await ownMembership(tx, fresh));
    await assertNotLastAdmin(tx, accountId, before);
    const { leavesNone, reason = null } = input;
    const ended = await endMembership(tx, before, { accountId, now: fresh.now, leavesNone });
    const keysStopped = await countLiveKeys(tx, accountId, before.userId);
    const left = { person: before.name, keysStopped, event: newId() };
    await tell(tx, await findAdmins(tx, accountId), memberLeftNotice(fresh.account, left, reason));
    const entry: AuditEntry = {
      action: "member.left",
      subject: { kind: "member", id: before.id, name: before.name },
      before: { status: "active", profile: before.profile },
      after: { status: "deactivated", keysStopped },
      reason,
    };
    return { value: undefined, audit: onRecordsOf({ [accountId]: entry }, ended) };
  });
}

async function ownMembership(db: Reader, ctx: AccountContext): Promise<string> {
  const [own] = await db
    .select({ id: memberships.id })
    .from(memberships)
    .where(
      and(
        eq(memberships.accountId, ctx.account.id),
        eq(memberships.userId, ctx.user.id),
        eq(memberships.status, "active"),
      ),
    );
  if (!own) throw notFound();
  return own.id;
}
