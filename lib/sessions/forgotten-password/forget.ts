import { inArray, lt, sql } from "drizzle-orm";

import { passwordLinks } from "@/db/schema/mailed-links";

import { deleteOverAge } from "../../kernel/delete-over-age";

const KEPT_HOURS = 24;
const AT_ONCE = 500;

/** Deletes links that nobody followed, a day after they were asked for. That they were mailed stays on the record. @returns how many */
export function forgetPasswordLinks(signal: AbortSignal = new AbortController().signal): Promise<number> {
  return deleteOverAge(signal, AT_ONCE, async (db, atMost) => {
    const over = db
      .select({ person: passwordLinks.person })
      .from(passwordLinks)
      .where(lt(passwordLinks.askedAt, sql`now() - make_interval(hours => ${KEPT_HOURS})`))
      .limit(atMost)
      .for("update", { skipLocked: true });
    const deleted = await db.delete(passwordLinks).where(inArray(passwordLinks.person, over));
    return deleted.rowCount ?? 0;
  });
}
