import { and, desc, eq, gte, inArray, sql } from "drizzle-orm";

import { callHours } from "@/db/schema/calls";

import type { KeyKnocks, KeyKnocksAnswer, KnockReason } from "../../contracts/keys/key-knocks";
import { keyStatus, revocationOf } from "../../domain/keys/key-lifecycle";
import { HOUR_SECONDS, windowStart } from "../../domain/calls/limits";
import { DAY_MS } from "../../domain/time/durations";
import type { CallCode } from "../../domain/verdict/refusals";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";
import { ENDED_CODES } from "../revocations/evidence";

const LISTED = 20;
/** Hours that are added up: more than a year without a pause. */
const HOURS_MAX = 10_000;
/** The latest calls of which it is told where they came from. */
const CALLS_MAX = 20_000;
const ENVIRONMENT_DAYS = 30;

/**
 * Who knocks in vain (R8): calls since the key ended, exactly by the hourly counts, and their addresses as far as
 * single calls are kept; or calls of the last 30 days that were refused for their environment.
 * @returns null where nobody does
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function listKnocks(ctx: AccountContext, keyId: string): Promise<KeyKnocksAnswer> {
  return read(ctx, "key:read", async (db) => {
    const key = await expectKey(db, ctx, keyId);
    const knocking = knockingOf(key);
    const subject = { accountId: ctx.account.id, keyId, ...knocking };
    const hours = await hoursOf(db, subject);
    const calls = hours.reduce((sum, hour) => sum + hour.count, 0);
    if (calls === 0) return { knocks: null };
    const callers = await callersOf(db, subject, newest(hours));
    const dayAgo = key.now.getTime() - DAY_MS;
    const [totals] = callers;
    const found = totals?.total ?? 0;
    return {
      knocks: {
        reason: knocking.reason,
        since: knocking.since.toISOString(),
        calls,
        lastDayCalls: hours.reduce((sum, { hour, count }) => sum + (hour.getTime() > dayAgo ? count : 0), 0),
        lastAt: lastOf(callers, hours),
        areCallsExact: hours.length < HOURS_MAX,
        addresses: totals ? totals.addresses : null,
        areAddressesExact: found >= calls,
        data: callers.map(({ address, user_agent: userAgent, calls: count, first_at, last_at }) => ({
          address,
          userAgent,
          calls: count,
          firstAt: new Date(first_at).toISOString(),
          lastAt: new Date(last_at).toISOString(),
        })),
      } satisfies KeyKnocks,
    };
  });
}

/** The last such call that is kept, or the hour of the last one that was counted. */
function lastOf(callers: readonly CallerRow[], hours: readonly Hour[]): string {
  const kept = callers.map(({ last_at }) => Date.parse(last_at));
  return new Date(Math.max(hours[0]?.hour.getTime() ?? 0, ...kept)).toISOString();
}

/** Which calls of a key are in vain: since when, and with which verdicts. */
type Knocking = { readonly reason: KnockReason; readonly since: Date; readonly codes: readonly CallCode[] };
type Subject = Knocking & { readonly accountId: string; readonly keyId: string };

function knockingOf(key: Awaited<ReturnType<typeof expectKey>>): Knocking {
  const status = keyStatus(key, key.now);
  const endedAt = status === "revoked" ? revocationOf(key) : status === "expired" ? key.expiresAt : null;
  if (endedAt && (status === "revoked" || status === "expired")) {
    return { reason: status, since: endedAt, codes: ENDED_CODES };
  }
  const since = new Date(key.now.getTime() - ENVIRONMENT_DAYS * DAY_MS);
  return { reason: "wrong_environment", since, codes: ["wrong_environment"] };
}

type Hour = { readonly hour: Date; readonly count: number };

/** The hours with such calls, newest first. */
function hoursOf(db: Reader, { accountId, keyId, since, codes }: Subject): Promise<Hour[]> {
  return db
    .select({ hour: callHours.hour, count: sql<number>`sum(${callHours.count})::float8` })
    .from(callHours)
    .where(
      and(
        eq(callHours.accountId, accountId),
        eq(callHours.keyId, keyId),
        gte(callHours.hour, windowStart(since, HOUR_SECONDS)),
        inArray(callHours.code, [...codes]),
      ),
    )
    .groupBy(callHours.hour)
    .orderBy(desc(callHours.hour))
    .limit(HOURS_MAX);
}

/** The latest hours that together have as many calls as are looked at. */
function newest(hours: readonly Hour[]): Date[] {
  let found = 0;
  return hours
    .filter(({ count }) => {
      const isNeeded = found < CALLS_MAX;
      found += count;
      return isNeeded;
    })
    .map(({ hour }) => hour);
}

type CallerRow = {
  readonly [column: string]: unknown;
  readonly address: string | null;
  readonly user_agent: string | null;
  readonly calls: number;
  readonly first_at: string;
  readonly last_at: string;
  readonly total: number;
  readonly addresses: number;
};

/** Addresses with the program that they name, found by the hours that have such calls, each hour by the key's index. */
async function callersOf(db: Reader, subject: Subject, hours: readonly Date[]): Promise<CallerRow[]> {
  const starts = sql.param(hours.map((hour) => hour.toISOString()));
  const codes = sql.param(subject.codes);
  const { rows } = await db.execute<CallerRow>(sql`
    with knocks as materialized (
      select c.address, c.user_agent, c.at
      from unnest(${starts}::timestamptz[]) as hours(hour)
      cross join lateral (
        select address, user_agent, at from calls
        where key_id = ${subject.keyId} and account_id = ${subject.accountId}
          and at >= hours.hour and at < hours.hour + interval '1 hour' and code = any(${codes}::text[])
        order by at desc limit ${CALLS_MAX}
      ) as c
      limit ${CALLS_MAX}
    )
    select address, user_agent, count(*)::int as calls, min(at) as first_at, max(at) as last_at,
      (select count(*)::int from knocks) as total,
      (select count(distinct coalesce(address, ''))::int from knocks) as addresses
    from knocks group by address, user_agent order by count(*) desc, max(at) desc limit ${LISTED}`);
  return rows;
}
