import { sql } from "drizzle-orm";

import type { KeyKnock } from "../../../contracts/keys/key-knocks";
import { keyStatus, revocationOf } from "../../../domain/keys/key-lifecycle";
import type { Reader } from "../../../kernel/database";
import type { KeyRow } from "../integration-key";
import { DAY_MS } from "../../../domain/time/durations";

/** Hours that are added up for one key: three weeks without a pause. */
const HOURS_MAX = 500;
/** The latest calls in which addresses are counted, and the days that they are looked for in. */
const CALLS_MAX = 300;
const CALL_DAYS_MAX = 45;
/** A key that nobody called for so long is not still being called. */
const RECENT_DAYS = 7;

type EndedKey = { readonly id: string; readonly reason: "revoked" | "expired"; readonly endedAt: Date };
type CalledKey = EndedKey & { readonly lastCallAt: Date };

/**
 * How often, and from how many addresses, the ended keys of a page have been called since. Only keys that were called
 * lately are looked at, and of each a bounded part of the record, so that the busiest page is drawn at once.
 * @returns by the key's id; keys that nobody calls are left out
 */
export async function knocksOfPage(
  db: Reader,
  accountId: string,
  rows: readonly KeyRow[],
): Promise<Map<string, KeyKnock>> {
  const ended = rows.flatMap((row) => stillCalled(row) ?? []);
  if (ended.length === 0) return new Map();
  const [counts, addresses] = await Promise.all([
    db.execute<CountRow>(knockCountsQuery(accountId, ended)),
    db.execute<AddressRow>(knockAddressesQuery(accountId, ended)),
  ]);
  const counted = new Map(counts.rows.map((row) => [row.key_id, row]));
  const found = new Map(addresses.rows.map((row) => [row.key_id, row]));
  return new Map(
    ended.flatMap((key) => {
      const row = counted.get(key.id);
      return row ? [[key.id, toKnock(key, row, found.get(key.id) ?? null)] as const] : [];
    }),
  );
}

type CountRow = {
  readonly [column: string]: unknown;
  readonly key_id: string;
  readonly calls: number;
  readonly last_day_calls: number;
  readonly hours: number;
};
type AddressRow = {
  readonly [column: string]: unknown;
  readonly key_id: string;
  readonly addresses: number;
  readonly looked_at: number;
};

/** How often each ended key of a page was called since. */
export function knockCountsQuery(accountId: string, ended: readonly EndedKey[]) {
  return sql`
    select e.key_id, sum(h.count)::float8 as calls, count(*)::int as hours,
      coalesce(sum(h.count) filter (where h.hour > now() - interval '24 hours'), 0)::float8 as last_day_calls
    from ${endsOf(ended)} cross join lateral (${latestHours(accountId, HOURS_MAX)}) as h
    group by e.key_id`;
}

/**
 * From how many addresses each ended key of a page was called, by the calls of the latest days that have any: so a
 * key's calls are found in the partitions of those days, and no other is opened.
 */
export function knockAddressesQuery(accountId: string, ended: readonly EndedKey[]) {
  return sql`
    with days as materialized (
      select e.key_id, date_trunc('day', h.hour, 'UTC') as day,
        sum(sum(h.count)) over latest - sum(h.count) as newer, row_number() over latest as place
      from ${endsOf(ended)} cross join lateral (${latestHours(accountId, CALLS_MAX)}) as h
      group by e.key_id, day
      window latest as (
        partition by e.key_id order by date_trunc('day', h.hour, 'UTC') desc rows unbounded preceding
      )
    )
    select d.key_id, count(distinct c.address)::int as addresses, count(*)::int as looked_at
    from days as d
    cross join lateral (
      select address from calls
      where key_id = d.key_id and account_id = ${accountId} and at >= d.day and at < d.day + interval '1 day'
        and code in ('revoked_key', 'expired_key')
      order by at desc limit (${CALLS_MAX} - d.newer)::bigint
    ) as c
    where d.newer < ${CALLS_MAX} and d.place <= ${CALL_DAYS_MAX}
    group by d.key_id`;
}

function endsOf(ended: readonly EndedKey[]) {
  const ids = sql.param(ended.map((key) => key.id));
  const ends = sql.param(ended.map((key) => key.endedAt.toISOString()));
  return sql`unnest(${ids}::uuid[], ${ends}::timestamptz[]) as e(key_id, ended_at)`;
}

function latestHours(accountId: string, limit: number) {
  return sql`
    select hour, count from call_hours
    where key_id = e.key_id and account_id = ${accountId} and hour >= date_trunc('hour', e.ended_at, 'UTC')
      and code in ('revoked_key', 'expired_key')
    order by hour desc limit ${limit}`;
}

function stillCalled(row: KeyRow): CalledKey[] | null {
  const status = keyStatus(row, row.now);
  if (status !== "revoked" && status !== "expired") return null;
  const endedAt = status === "revoked" ? revocationOf(row) : row.expiresAt;
  if (!endedAt || !row.lastCallAt || row.lastCallAt < endedAt) return null;
  const isRecent = row.now.getTime() - row.lastCallAt.getTime() <= RECENT_DAYS * DAY_MS;
  return isRecent ? [{ id: row.id, reason: status, endedAt, lastCallAt: row.lastCallAt }] : null;
}

function toKnock(key: CalledKey, row: CountRow, places: AddressRow | null): KeyKnock {
  return {
    reason: key.reason,
    calls: row.calls,
    lastDayCalls: row.last_day_calls,
    lastAt: key.lastCallAt.toISOString(),
    areCallsExact: row.hours < HOURS_MAX,
    addresses: places?.addresses ?? null,
    areAddressesExact: places !== null && places.looked_at >= row.calls,
  };
}
