import { and, eq } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";

import type { Member, UpdateMemberInput } from "../contracts/people/members";
import { DomainError } from "../domain/errors";
import { profilesOf, type Profile } from "../domain/people/profiles";
import type { AccountContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { byMember } from "../kernel/authority";
import { change, type Outcome } from "../kernel/change";
import { findMember } from "./member";
import { assertNotLastAdmin, lockMember, rotateSessionsOf } from "./lock";

type Change = UpdateMemberInput & { readonly memberId: string };

/**
 * Gives a member another profile, which narrows or widens the member's keys at once (R6), or marks it as shared (S3).
 * @throws DomainError not_found | forbidden | account_closed | profile_not_available | last_admin
 */
export function updateMember(ctx: AccountContext, input: Change): Promise<Member> {
  const { memberId, profile, isShared = false, reason = null } = input;
  return change(byMember(ctx, "member:update"), [ctx.account.id], (tx, fresh) =>
    profile === undefined
      ? changeShared(tx, fresh, memberId, isShared, reason)
      : changeProfile(tx, fresh, memberId, profile, reason),
  );
}

async function changeProfile(
  tx: Transaction,
  ctx: AccountContext,
  memberId: string,
  profile: Profile,
  reason: string | null,
): Promise<Outcome<Member>> {
  const before = await lockMember(tx, ctx.account.id, memberId);
  assertProfileExists(ctx, profile);
  if (before.profile === profile) {
    return { value: await findMember(tx, ctx.account.id, memberId), audit: "unchanged" };
  }
  await assertNotLastAdmin(tx, ctx.account.id, before);
  await tx
    .update(memberships)
    .set({ profile })
    .where(and(eq(memberships.accountId, ctx.account.id), eq(memberships.id, memberId)));
  await rotateSessionsOf(tx, before.userId);
  return {
    value: await findMember(tx, ctx.account.id, memberId),
    audit: {
      action: "member.profile_changed",
      subject: { kind: "member", id: before.id, name: before.name },
      before: { profile: before.profile },
      after: { profile },
      reason,
    },
  };
}

async function changeShared(
  tx: Transaction,
  ctx: AccountContext,
  memberId: string,
  isShared: boolean,
  reason: string | null,
): Promise<Outcome<Member>> {
  const before = await lockMember(tx, ctx.account.id, memberId);
  if (before.isShared === isShared) {
    return { value: await findMember(tx, ctx.account.id, memberId), audit: "unchanged" };
  }
  await tx
    .update(memberships)
    .set({ isShared })
    .where(and(eq(memberships.accountId, ctx.account.id), eq(memberships.id, memberId)));
  return {
    value: await findMember(tx, ctx.account.id, memberId),
    audit: {
      action: "member.shared_changed",
      subject: { kind: "member", id: before.id, name: before.name },
      before: { isShared: before.isShared },
      after: { isShared },
      reason,
    },
  };
}

/** Refuses a profile that the account's environment has not. @throws DomainError profile_not_available */
export function assertProfileExists(ctx: AccountContext, profile: Profile): void {
  if (profilesOf(ctx.account.environment).includes(profile)) return;
  throw new DomainError(
    "profile_not_available",
    "The profile Developer exists in sandbox accounts only. Choose Admin, Member or Viewer.",
    {
      errors: [
        {
          pointer: "/profile",
          code: "profile_not_available",
          detail: "This profile is for sandbox accounts.",
        },
      ],
    },
  );
}
