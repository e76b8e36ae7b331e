import { and, eq, gt, inArray, sql } from "drizzle-orm";

import { callHours } from "@/db/schema/calls";

import type { Reader } from "../../kernel/database";

/**
 * The calls of keys that were let through in the last 24 hours, by the hourly counts, like the list of keys.
 * @param accountId the account that they acted in; null for all: an app acts in accounts beside the one that manages it
 */
export async function callsLastDay(
  db: Reader,
  accountId: string | null,
  keyIds: readonly string[],
): Promise<number> {
  const [row] = await db
    .select({ calls: sql<number>`coalesce(sum(${callHours.count}), 0)::int` })
    .from(callHours)
    .where(
      and(
        accountId === null ? undefined : eq(callHours.accountId, accountId),
        inArray(callHours.keyId, [...keyIds]),
        eq(callHours.code, "allowed"),
        gt(callHours.hour, sql`now() - interval '24 hours'`),
      ),
    );
  return row?.calls ?? 0;
}
