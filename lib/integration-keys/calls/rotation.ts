import { sql } from "drizzle-orm";

import { callHours, keyLastCalls } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { KeyRotationAnswer } from "../../contracts/keys/key-usage";
import { rotationOf } from "../../domain/keys/rotation";
import { DAY_MS } from "../../domain/time/durations";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";

/** Keys that came one after the other; more in one overlap would be a fault somewhere. */
const SUCCESSORS_MAX = 20;

/**
 * How far the change from a key to those that replaced it has come; null for a key that was not replaced. Calls are
 * those of the last 24 hours by the hourly counts, in the account that the key belongs to.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function readRotation(ctx: AccountContext, keyId: string): Promise<KeyRotationAnswer> {
  return read(ctx, "key:read", async (db) => {
    const { now } = await expectKey(db, ctx, keyId);
    const [facts] = await rotationQuery(db, ctx.account.id, keyId, now);
    if (!facts?.replacedAt) return { rotation: null };
    const { replacedAt } = facts;
    return { rotation: rotationOf({ ...facts, replacedAt }, now) };
  });
}

/**
 * What is known of a key and of those that replaced it, one after the other, in one statement however many they are.
 * Without a replacement `replacedAt` is null.
 */
function rotationQuery(db: Reader, accountId: string, keyId: string, now: Date) {
  const day = new Date(now.getTime() - DAY_MS).toISOString();
  const later = sql`with recursive later (id, created_at, nth) as (
    select id, created_at, 1 from ${integrationKeys} where account_id = ${accountId} and replaces_key_id = ${keyId}
    union all
    select next.id, next.created_at, nth + 1 from later
    join ${integrationKeys} as next on next.replaces_key_id = later.id and next.account_id = ${accountId}
    where nth < ${SUCCESSORS_MAX})`;
  const calls = sql`select coalesce(sum(count), 0)::int from ${callHours}
    where account_id = ${accountId} and code = 'allowed' and hour > ${day}::timestamptz`;
  return db
    .select({
      replacedAt: sql<Date | null>`replaced_at`.mapWith(integrationKeys.createdAt),
      oldCalls: sql<number>`old_calls`,
      newCalls: sql<number>`new_calls`,
      oldLastUsedAt: sql<Date | null>`old_last_used_at`.mapWith(keyLastCalls.lastAllowedAt),
    })
    .from(
      sql`(${later} select
        (select created_at from later where nth = 1) as replaced_at,
        (${calls} and key_id = ${keyId}) as old_calls,
        (${calls} and key_id in (select id from later)) as new_calls,
        (select last_allowed_at from ${keyLastCalls} where account_id = ${accountId} and key_id = ${keyId}) as old_last_used_at
      ) as rotation`,
    );
}
