import { and, count, countDistinct, desc, eq, gte, max, ne, sql } from "drizzle-orm";

import { callHours, calls, keyLastCalls } from "@/db/schema/calls";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { KeyCallers } from "../../contracts/keys/key-usage";
import { DAY_MS } from "../../domain/time/durations";
import { HOUR_SECONDS, windowStart } from "../../domain/calls/limits";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";

const LISTED = 20;
/** The most calls that are looked at, so that the busiest key's dialog opens at once. */
const CALLS_LOOKED_AT = 50_000;

/**
 * Who called with a key in the last 24 hours: the addresses, with the program that they name.
 * @param callsLookedAt the most calls, the latest ones, that addresses are read from; past it the answer says so
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function listCallers(
  ctx: AccountContext,
  keyId: string,
  callsLookedAt = CALLS_LOOKED_AT,
): Promise<KeyCallers> {
  return read(ctx, "key:read", async (db) => {
    const key = await expectKey(db, ctx, keyId);
    const since = new Date(key.now.getTime() - DAY_MS);
    return callersSince(db, { accountId: ctx.account.id, keyId, since, callsLookedAt });
  });
}

/**
 * Who still calls with a key that was replaced: the addresses since then, with the program that they name. Of a key
 * that was not, the last 24 hours.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function listCallersSinceReplacement(ctx: AccountContext, keyId: string): Promise<KeyCallers> {
  return read(ctx, "key:read", async (db) => {
    const key = await expectKey(db, ctx, keyId);
    const accountId = ctx.account.id;
    const [successor] = await db
      .select({ createdAt: integrationKeys.createdAt })
      .from(integrationKeys)
      .where(and(eq(integrationKeys.accountId, accountId), eq(integrationKeys.replacesKeyId, keyId)));
    const since = successor?.createdAt ?? new Date(key.now.getTime() - DAY_MS);
    return callersSince(db, { accountId, keyId, since, callsLookedAt: CALLS_LOOKED_AT });
  });
}

type CallersSubject = {
  readonly accountId: string;
  readonly keyId: string;
  readonly since: Date;
  readonly callsLookedAt: number;
};

async function callersSince(db: Reader, subject: CallersSubject): Promise<KeyCallers> {
  const { accountId, keyId, since, callsLookedAt } = subject;
  const recent = recentCalls(db, accountId, keyId, since, callsLookedAt);
  const isAllowed = sql`${recent.code} = 'allowed'`;
  const [totals] = await db
    .select({
      calls: count(),
      allowedCalls: sql<number>`(count(*) filter (where ${isAllowed}))::int`,
      addresses: countDistinct(recent.address),
      allowedAddresses: sql<number>`(count(distinct ${recent.address}) filter (where ${isAllowed}))::int`,
      pairs: sql<number>`count(distinct (${recent.address}, ${recent.userAgent}))::int`,
    })
    .from(recent);
  const data = await db
    .select({
      address: recent.address,
      userAgent: recent.userAgent,
      calls: count(),
      allowedCalls: sql<number>`(count(*) filter (where ${isAllowed}))::int`,
      lastAt: max(recent.at),
    })
    .from(recent)
    .groupBy(recent.address, recent.userAgent)
    .orderBy(desc(count()), desc(max(recent.at)))
    .limit(LISTED);
  const found = totals ?? { calls: 0, allowedCalls: 0, addresses: 0, allowedAddresses: 0, pairs: 0 };
  return {
    since: since.toISOString(),
    ...found,
    isUsed: found.allowedCalls > 0 || (await isUsedSince(db, accountId, keyId, since)),
    isComplete: found.calls < callsLookedAt && !(await hasCountedOnly(db, accountId, keyId, since)),
    data: data.map((row) => ({ ...row, lastAt: (row.lastAt ?? since).toISOString() })),
  };
}

/** Refused calls in great number may hide the allowed ones; the time of the last use is kept for itself. */
async function isUsedSince(db: Reader, accountId: string, keyId: string, since: Date): Promise<boolean> {
  const used = await db
    .select({ keyId: keyLastCalls.keyId })
    .from(keyLastCalls)
    .where(
      and(
        eq(keyLastCalls.accountId, accountId),
        eq(keyLastCalls.keyId, keyId),
        gte(keyLastCalls.lastAllowedAt, since),
      ),
    );
  return used.length > 0;
}

/** True where calls were refused that have no row of their own (see lib/domain/verdict/refusal-limits.ts). */
async function hasCountedOnly(db: Reader, accountId: string, keyId: string, since: Date): Promise<boolean> {
  const start = windowStart(since, HOUR_SECONDS);
  // Of one moment, since calls come meanwhile.
  const counted = db
    .select({ calls: sql<number>`coalesce(sum(${callHours.count}), 0)` })
    .from(callHours)
    .where(
      and(
        eq(callHours.accountId, accountId),
        eq(callHours.keyId, keyId),
        gte(callHours.hour, start),
        ne(callHours.code, "allowed"),
      ),
    );
  const stored = db
    .select({ calls: count() })
    .from(calls)
    .where(
      and(
        eq(calls.accountId, accountId),
        eq(calls.keyId, keyId),
        gte(calls.at, start),
        ne(calls.code, "allowed"),
      ),
    );
  const { rows } = await db.execute<{ is_more: boolean }>(sql`select (${counted}) > (${stored}) as is_more`);
  return rows[0]?.is_more ?? false;
}

function recentCalls(db: Reader, accountId: string, keyId: string, since: Date, limit: number) {
  return db
    .select({ at: calls.at, code: calls.code, address: calls.address, userAgent: calls.userAgent })
    .from(calls)
    .where(and(eq(calls.accountId, accountId), eq(calls.keyId, keyId), gte(calls.at, since)))
    .orderBy(desc(calls.at))
    .limit(limit)
    .as("recent");
}
