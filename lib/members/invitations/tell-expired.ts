import { and, asc, eq, gt, inArray, isNull, lte, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { invitations } from "@/db/schema/mailed-links";

import { invitationExpiredNotice } from "../../domain/notices/invitations";
import type { Transaction } from "../../kernel/database";
import { tell } from "../../kernel/people/notices";
import { unrecordedAtOnce } from "../../kernel/unrecorded";
import { IS_OPEN_INVITATION, IS_SENT_BY_ADMIN } from "../../row-state/open-invitation";

const AT_ONCE = 100;
/** What expired before nobody waits for any more. */
const NEWS_DAYS = 7;

/**
 * Tells whoever sent an invitation that its time is over, once for each time that it was sent, whoever does this and however
 * often. One that is void anyway, since its sender may invite no more, is told of to nobody.
 * @returns how many were told of
 */
export async function tellOfExpired(signal: AbortSignal = new AbortController().signal): Promise<number> {
  let told = 0;
  while (!signal.aborted) {
    const some = await unrecordedAtOnce("notice", tellSome);
    told += some;
    if (some < AT_ONCE) break;
  }
  return told;
}

async function tellSome(tx: Transaction): Promise<number> {
  const expired = await tx
    .select({
      id: invitations.id,
      accountId: invitations.accountId,
      accountName: accounts.name,
      email: invitations.email,
      profile: invitations.profile,
      isFromSupport: invitations.isFromSupport,
      inviterId: invitations.invitedBy,
      sends: invitations.sends,
    })
    .from(invitations)
    .innerJoin(accounts, eq(accounts.id, invitations.accountId))
    .where(
      and(
        IS_OPEN_INVITATION,
        lte(invitations.expiresAt, sql`now()`),
        gt(invitations.expiresAt, sql`now() - make_interval(days => ${NEWS_DAYS})`),
        isNull(invitations.expiryToldAt),
        IS_SENT_BY_ADMIN,
      ),
    )
    .orderBy(asc(invitations.expiresAt))
    .limit(AT_ONCE)
    .for("update", { of: invitations, skipLocked: true });
  for (const { inviterId, sends, ...invitation } of expired) {
    const notice = invitationExpiredNotice(invitation);
    // Sent again, it may expire again.
    await tell(tx, [inviterId], { ...notice, eventKey: `${notice.eventKey}:${sends}` });
  }
  const ids = expired.map(({ id }) => id);
  if (ids.length > 0) {
    await tx
      .update(invitations)
      .set({ expiryToldAt: sql`now()` })
      .where(inArray(invitations.id, ids));
  }
  return expired.length;
}
