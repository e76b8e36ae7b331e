import { and, eq, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { callHours, callWindows } from "@/db/schema/calls";

import type { CallQuota } from "../../contracts/keys/call-quota";
import { notFound } from "../../domain/errors";
import {
  HOUR_SECONDS,
  hourlyReset,
  limitsInForce,
  usedInWindow,
  windowStart,
} from "../../domain/calls/limits";
import { OWN_LIMITS } from "../../kernel/accounts/account-limits";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";

/**
 * How much of the account's hourly limit is used in this clock hour: the counter that the gate decides with, read with
 * the database's clock. For every member, since it is everybody's limit.
 */
export function readAccountQuota(ctx: AccountContext): Promise<CallQuota> {
  return read(ctx, "account:read", async (db) => ({ ...(await accountQuota(db, ctx)), byKey: null }));
}

/**
 * How much of the account's hourly limit is used in this clock hour, with this key's part of it.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function readKeyQuota(ctx: AccountContext, keyId: string): Promise<CallQuota> {
  return read(ctx, "key:read", async (db) => {
    await expectKey(db, ctx, keyId);
    const quota = await accountQuota(db, ctx);
    const [row] = await db
      .select({ calls: callHours.count })
      .from(callHours)
      .where(
        and(
          eq(callHours.accountId, ctx.account.id),
          eq(callHours.keyId, keyId),
          eq(callHours.hour, windowStart(new Date(quota.now), HOUR_SECONDS)),
          eq(callHours.code, "allowed"),
        ),
      );
    return { ...quota, byKey: row?.calls ?? 0 };
  });
}

async function accountQuota(db: Reader, ctx: AccountContext): Promise<Omit<CallQuota, "byKey">> {
  const [row] = await db
    .select({
      environment: accounts.environment,
      own: OWN_LIMITS,
      hourStart: callWindows.hourStart,
      hourCount: callWindows.hourCount,
      now: sql`clock_timestamp()`.mapWith(accounts.createdAt),
    })
    .from(accounts)
    .leftJoin(callWindows, eq(callWindows.accountId, accounts.id))
    .where(eq(accounts.id, ctx.account.id));
  if (!row) throw notFound();
  return {
    hourly: {
      limit: limitsInForce(row.environment, row.own).hourly,
      used: usedInWindow(row.hourStart, row.hourCount, row.now, HOUR_SECONDS),
      resetsAt: new Date(hourlyReset(row.now) * 1000).toISOString(),
    },
    now: row.now.toISOString(),
  };
}
