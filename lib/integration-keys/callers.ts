import { and, count, countDistinct, desc, eq, gte, max, sql } from "drizzle-orm";

import { calls, keyActivity } from "@/db/schema/calls";

import type { KeyCallers } from "../contracts/key-usage";
import { DAY_MS } from "../domain/durations";
import type { AccountContext } from "../kernel/context";
import type { Database } from "../kernel/database";
import { read } from "../kernel/read";
import { expectKey } from "./expect-key";

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
    const recent = recentCalls(db, ctx.account.id, keyId, since, callsLookedAt);
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
      isUsed: found.allowedCalls > 0 || (await isUsedSince(db, keyId, since)),
      isComplete: found.calls < callsLookedAt,
      data: data.map((row) => ({ ...row, lastAt: (row.lastAt ?? key.now).toISOString() })),
    };
  });
}

/** Refused calls in great number may hide the allowed ones; the time of the last use is kept for itself. */
async function isUsedSince(db: Database, keyId: string, since: Date): Promise<boolean> {
  const used = await db
    .select({ keyId: keyActivity.keyId })
    .from(keyActivity)
    .where(and(eq(keyActivity.keyId, keyId), gte(keyActivity.lastAllowedAt, since)));
  return used.length > 0;
}

function recentCalls(db: Database, accountId: string, keyId: string, since: Date, limit: number) {
  return db
    .select({ at: calls.at, code: calls.code, address: calls.address, userAgent: calls.userAgent })
    .from(calls)
    .where(and(eq(calls.accountId, accountId), eq(calls.keyId, keyId), gte(calls.at, since)))
    .orderBy(desc(calls.at))
    .limit(limit)
    .as("recent");
}
