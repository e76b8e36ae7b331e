/** What an invitation is refused for, whether it is new or sent again. */
import { and, count, eq, gt, sql, sum } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { invitations } from "@/db/schema/mailed-links";
import { users } from "@/db/schema/users";

import { DomainError } from "../../domain/errors";
import { waitText } from "../../domain/format/dates";
import { mailWaitMs, OPEN_INVITATIONS_MAX } from "../../domain/people/invitation-limits";
import type { Transaction } from "../../kernel/database";
import { IS_OPEN_INVITATION } from "../../row-state/open-invitation";

/** Refuses to invite who is, or was, a member. @throws DomainError already_member | member_already_deactivated */
export async function assertNoMember(tx: Transaction, accountId: string, email: string): Promise<void> {
  const [member] = await tx
    .select({ name: users.name, status: memberships.status })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.accountId, accountId), eq(users.email, email)));
  if (member?.status === "active") {
    throw new DomainError("already_member", `${member.name} is a member of this account already.`);
  }
  if (member) {
    throw new DomainError(
      "member_already_deactivated",
      `${member.name} was a member of this account and is deactivated. Reactivate this member instead.`,
    );
  }
}

/** Refuses one more mail where too many went out. @throws DomainError too_many_attempts */
export async function assertMayMail(
  tx: Transaction,
  about: { readonly accountId: string; readonly email: string; readonly lastAt: Date | null },
  now: Date,
): Promise<void> {
  const lately = gt(invitations.lastSentAt, sql`now() - interval '1 day'`);
  const mailsOf = async (whose: ReturnType<typeof eq>): Promise<number> => {
    const [row] = await tx
      .select({ mails: sum(invitations.sends).mapWith(Number) })
      .from(invitations)
      .where(and(whose, lately));
    return row?.mails ?? 0;
  };
  const sent = {
    ofAccount: await mailsOf(eq(invitations.accountId, about.accountId)),
    ofAddress: await mailsOf(eq(invitations.email, about.email)),
    lastAt: about.lastAt,
  };
  const waitMs = mailWaitMs(sent, now);
  if (waitMs === null) return;
  throw new DomainError(
    "too_many_attempts",
    `Too many invitations were sent. Try again in ${waitText(waitMs)}.`,
    { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) },
  );
}

/** Refuses more open invitations than a list shows. @throws DomainError invitation_limit */
export async function assertRoom(tx: Transaction, accountId: string): Promise<void> {
  const [open] = await tx
    .select({ n: count() })
    .from(invitations)
    .where(and(eq(invitations.accountId, accountId), IS_OPEN_INVITATION));
  if ((open?.n ?? 0) < OPEN_INVITATIONS_MAX) return;
  throw new DomainError(
    "invitation_limit",
    `This account has ${OPEN_INVITATIONS_MAX} open invitations. Withdraw some first.`,
  );
}
