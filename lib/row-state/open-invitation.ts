/** Whether an invitation can be accepted, as SQL. */
import { and, gt, isNull, sql } from "drizzle-orm";

import { invitations } from "@/db/schema/mailed-links";

/** True of an invitation that was neither accepted nor withdrawn; its time may be over. */
export const IS_OPEN_INVITATION = and(isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt));

/**
 * True where the account is open and whoever sent the invitation is still an admin of it, or, of the first admin of an
 * account that nobody has joined, of support: what somebody asked for who may ask for it no more is void. Written out: in a
 * query of one table the builder leaves names of tables away.
 */
export const IS_SENT_BY_ADMIN = sql<boolean>`exists (
  select 1 from users u
  join accounts a on a.id = invitations.account_id
  left join memberships m on m.account_id = a.id and m.user_id = u.id
    and m.profile = 'admin' and m.status = 'active'
  where u.id = invitations.invited_by and u.status = 'active' and a.status = 'active'
    and (m.id is not null or invitations.is_from_support and u.staff_role = 'support'
      and not exists (select 1 from memberships any_member where any_member.account_id = a.id)))`;

/** True of an invitation that can be accepted. */
export const IS_VALID_INVITATION = and(
  IS_OPEN_INVITATION,
  gt(invitations.expiresAt, sql`now()`),
  IS_SENT_BY_ADMIN,
);
