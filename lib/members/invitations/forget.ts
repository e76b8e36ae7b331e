import { inArray, lt, sql } from "drizzle-orm";

import { invitations } from "@/db/schema/mailed-links";

import { deleteOverAge } from "../../kernel/delete-over-age";

const KEPT_DAYS = 90;
const AT_ONCE = 500;

/**
 * Deletes invitations 90 days after their time was over, however they ended: who was invited, and who came, stays on the
 * account's record.
 * @returns how many
 */
export function forgetInvitations(signal: AbortSignal = new AbortController().signal): Promise<number> {
  return deleteOverAge(signal, AT_ONCE, async (db, atMost) => {
    const over = db
      .select({ id: invitations.id })
      .from(invitations)
      .where(lt(invitations.expiresAt, sql`now() - make_interval(days => ${KEPT_DAYS})`))
      .limit(atMost)
      .for("update", { skipLocked: true });
    const deleted = await db.delete(invitations).where(inArray(invitations.id, over));
    return deleted.rowCount ?? 0;
  });
}
