/** Which keys live, and act as whom (R6). */
import { and, count, desc, eq, gt, inArray, isNull, or, sql, type SQL } from "drizzle-orm";

import { callHours } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { Database, Transaction } from "../kernel/database";

/** `keyStatus` active or retiring, as a condition. */
export function isLive(): SQL | undefined {
  const { revokedAt, retiresAt, expiresAt } = integrationKeys;
  const now = sql`clock_timestamp()`;
  return and(
    isNull(revokedAt),
    or(isNull(retiresAt), gt(retiresAt, now)),
    or(isNull(expiresAt), gt(expiresAt, now)),
  );
}

/** Live keys of the account, or of one member. */
export async function countLiveKeys(
  db: Database | Transaction,
  accountId: string,
  userId?: string,
): Promise<number> {
  const [row] = await db
    .select({ keys: count() })
    .from(integrationKeys)
    .where(
      and(
        eq(integrationKeys.accountId, accountId),
        userId ? eq(integrationKeys.createdBy, userId) : undefined,
        isLive(),
      ),
    );
  return row?.keys ?? 0;
}

/** Live keys per creator. */
export async function countLiveKeysOf(
  db: Database | Transaction,
  accountId: string,
  userIds: readonly string[],
): Promise<Map<string, number>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .select({ userId: integrationKeys.createdBy, keys: count() })
    .from(integrationKeys)
    .where(
      and(
        eq(integrationKeys.accountId, accountId),
        inArray(integrationKeys.createdBy, [...userIds]),
        isLive(),
      ),
    )
    .groupBy(integrationKeys.createdBy);
  return new Map(rows.map((row) => [row.userId, row.keys]));
}

/** The member's live keys with their allowed calls of the last 24 hours, the busiest first. */
export function selectLiveKeysOf(db: Database | Transaction, accountId: string, userId: string) {
  const lastDay = db
    .select({ keyId: callHours.keyId, calls: sql<number>`sum(${callHours.count})::int`.as("calls") })
    .from(callHours)
    .innerJoin(integrationKeys, eq(integrationKeys.id, callHours.keyId))
    .where(
      and(
        eq(integrationKeys.accountId, accountId),
        eq(integrationKeys.createdBy, userId),
        isLive(),
        eq(callHours.code, "allowed"),
        gt(callHours.hour, sql`now() - interval '24 hours'`),
      ),
    )
    .groupBy(callHours.keyId)
    .as("last_day");
  const callsLastDay = sql<number>`coalesce(${lastDay.calls}, 0)`;
  return db
    .select({
      id: integrationKeys.id,
      name: integrationKeys.name,
      scopes: integrationKeys.scopes,
      callsLastDay,
    })
    .from(integrationKeys)
    .leftJoin(lastDay, eq(lastDay.keyId, integrationKeys.id))
    .where(and(eq(integrationKeys.accountId, accountId), eq(integrationKeys.createdBy, userId), isLive()))
    .orderBy(desc(callsLastDay), desc(integrationKeys.id));
}
