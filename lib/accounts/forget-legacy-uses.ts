import { inArray, lt, sql } from "drizzle-orm";

import { legacyUses } from "@/db/schema/legacy-authentication";

import { deleteOverAge } from "../kernel/delete-over-age";

const AT_ONCE = 500;

/**
 * Deletes lines of the migration report whose key and person last used legacy authentication so long ago that hourly counts
 * of that time are gone too. Who uses it again begins a new line.
 * @param days for which counts are kept
 * @returns how many
 */
export function forgetLegacyUses(days: number, signal: AbortSignal, atOnce = AT_ONCE): Promise<number> {
  return deleteOverAge(signal, atOnce, async (db, atMost) => {
    const over = db
      .select({ id: legacyUses.id })
      .from(legacyUses)
      .where(lt(legacyUses.lastUsedAt, sql`now() - make_interval(days => ${days})`))
      .limit(atMost)
      .for("update", { skipLocked: true });
    return (await db.delete(legacyUses).where(inArray(legacyUses.id, over))).rowCount ?? 0;
  });
}
