/** Which keys live, and act as whom (R6). */
import { and, count, desc, eq, gte, inArray, lt, sql, type SQL } from "drizzle-orm";

import { callHours, calls } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { Reader } from "../kernel/database";
import { isWorkingKey } from "../row-state/key-status";

/** Read with the clock as it is, behind the locks that were waited for. */
export const IS_LIVE = isWorkingKey(sql`clock_timestamp()`);

/** Keys that act as who made them, and stop with that person; apps act for others, and go on. */
const ACTS = eq(integrationKeys.method, "long_lived");

/** True of a live key that acts as who made it. */
export const IS_ACTING_LIVE = and(ACTS, IS_LIVE);

/** Live keys of the account, or those that act as one member. */
export async function countLiveKeys(db: Reader, accountId: string, userId?: string): Promise<number> {
  const [row] = await db
    .select({ keys: count() })
    .from(integrationKeys)
    .where(
      and(
        eq(integrationKeys.accountId, accountId),
        userId ? and(eq(integrationKeys.createdBy, userId), ACTS) : undefined,
        IS_LIVE,
      ),
    );
  return row?.keys ?? 0;
}

/** Live keys per member that they act as. */
export async function countLiveKeysOf(
  db: Reader,
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
        ACTS,
        IS_LIVE,
      ),
    )
    .groupBy(integrationKeys.createdBy);
  return new Map(rows.map((row) => [row.userId, row.keys]));
}

/** The live keys that act as the member, with their allowed calls of the last 24 hours, the busiest first. */
export function selectLiveKeysOf(db: Reader, accountId: string, userId: string) {
  return selectLiveKeysIn(db, [accountId], userId);
}

/** The same in several accounts at once; there is one at least. */
export function selectLiveKeysIn(db: Reader, accountIds: readonly string[], userId: string) {
  const isTheirs = and(
    inArray(integrationKeys.accountId, [...accountIds]),
    eq(integrationKeys.createdBy, userId),
    ACTS,
    IS_LIVE,
  );
  const hours = wholeHoursOf(db, isTheirs);
  const begun = begunHourOf(db, isTheirs);
  const callsLastDay = sql<number>`coalesce(${hours.calls}, 0) + coalesce(${begun.calls}, 0)`;
  return db
    .select({
      id: integrationKeys.id,
      accountId: integrationKeys.accountId,
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

function wholeHoursOf(db: Reader, isTheirs: SQL | undefined) {
  return db
    .select({ keyId: callHours.keyId, calls: sql<number>`sum(${callHours.count})::int`.as("whole_calls") })
    .from(callHours)
    .innerJoin(
      integrationKeys,
      and(eq(integrationKeys.id, callHours.keyId), eq(integrationKeys.accountId, callHours.accountId)),
    )
    .where(and(isTheirs, eq(callHours.code, "allowed"), gte(callHours.hour, FIRST_WHOLE_HOUR)))
    .groupBy(callHours.keyId)
    .as("whole_hours");
}

function begunHourOf(db: Reader, isTheirs: SQL | undefined) {
  return db
    .select({ keyId: calls.keyId, calls: sql<number>`count(*)::int`.as("begun_calls") })
    .from(calls)
    .innerJoin(
      integrationKeys,
      and(eq(integrationKeys.id, calls.keyId), eq(integrationKeys.accountId, calls.accountId)),
    )
    .where(and(isTheirs, eq(calls.code, "allowed"), gte(calls.at, DAY_AGO), lt(calls.at, FIRST_WHOLE_HOUR)))
    .groupBy(calls.keyId)
    .as("begun_hour");
}
