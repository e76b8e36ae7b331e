/** Which keys live, and act as whom (R6). */
import { and, count, desc, eq, gt, gte, inArray, isNull, lt, or, sql, type SQL } from "drizzle-orm";

import { callHours, calls } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { Database, Transaction } from "../kernel/database";

/** `keyStatus` active or retiring, as a condition. */
export function isLiveKey(): SQL | undefined {
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
        isLiveKey(),
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
        isLiveKey(),
      ),
    )
    .groupBy(integrationKeys.createdBy);
  return new Map(rows.map((row) => [row.userId, row.keys]));
}

/** The member's live keys with their allowed calls of the last 24 hours, the busiest first. */
export function selectLiveKeysOf(db: Database | Transaction, accountId: string, userId: string) {
  const isTheirs = and(
    eq(integrationKeys.accountId, accountId),
    eq(integrationKeys.createdBy, userId),
    isLiveKey(),
  );
  const hours = wholeHoursOf(db, isTheirs);
  const begun = begunHourOf(db, isTheirs);
  const callsLastDay = sql<number>`coalesce(${hours.calls}, 0) + coalesce(${begun.calls}, 0)`;
  return db
    .select({
      id: integrationKeys.id,
      name: integrationKeys.name,
      scopes: integrationKeys.scopes,
      callsLastDay,
    })
    .from(integrationKeys)
    .leftJoin(hours, eq(hours.keyId, integrationKeys.id))
    .leftJoin(begun, eq(begun.keyId, integrationKeys.id))
    .where(isTheirs)
    .orderBy(desc(callsLastDay), desc(integrationKeys.id));
}

/** 24 hours ago lies within a clock hour, of which the hourly counts can't tell the part that still counts. */
const DAY_AGO = sql`now() - interval '24 hours'`;
const FIRST_WHOLE_HOUR = sql`date_trunc('hour', ${DAY_AGO}, 'UTC') + interval '1 hour'`;

function wholeHoursOf(db: Database | Transaction, isTheirs: SQL | undefined) {
  return db
    .select({ keyId: callHours.keyId, calls: sql<number>`sum(${callHours.count})::int`.as("whole_calls") })
    .from(callHours)
    .innerJoin(integrationKeys, eq(integrationKeys.id, callHours.keyId))
    .where(and(isTheirs, eq(callHours.code, "allowed"), gte(callHours.hour, FIRST_WHOLE_HOUR)))
    .groupBy(callHours.keyId)
    .as("whole_hours");
}

function begunHourOf(db: Database | Transaction, isTheirs: SQL | undefined) {
  return db
    .select({ keyId: calls.keyId, calls: sql<number>`count(*)::int`.as("begun_calls") })
    .from(calls)
    .innerJoin(integrationKeys, eq(integrationKeys.id, calls.keyId))
    .where(and(isTheirs, eq(calls.code, "allowed"), gte(calls.at, DAY_AGO), lt(calls.at, FIRST_WHOLE_HOUR)))
    .groupBy(calls.keyId)
    .as("begun_hour");
}
