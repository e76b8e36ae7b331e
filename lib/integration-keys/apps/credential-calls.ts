import { sql } from "drizzle-orm";

import { accessTokens } from "@/db/schema/access-tokens";
import { calls } from "@/db/schema/calls";

import { ACCESS_LIVES_MS } from "../../domain/oauth/token-life";
import type { Reader } from "../../kernel/database";

/** The most calls that are looked at, the latest ones: more than a day of an app with a million a month. */
export const CALLS_LOOKED_AT = 50_000;
/** So many callers are named of each credential. */
const CALLERS_LISTED = 5;

export type CredentialCallsSubject = {
  readonly keyId: string;
  /** The account that manages the app; who calls in others is their own affair. */
  readonly accountId: string;
  readonly since: Date;
  readonly now: Date;
  readonly callsLookedAt?: number;
};

export type CredentialCaller = {
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly calls: number;
  readonly refusedCalls: number;
  readonly lastAt: Date;
};

/** Calls with tokens of one credential. */
export type CredentialCalls = {
  readonly calls: number;
  readonly refusedCalls: number;
  readonly lastCallAt: Date | null;
  /** Those of the calls that acted in other accounts. */
  readonly callsElsewhere: number;
  /** The busiest first. */
  readonly callers: readonly CredentialCaller[];
  /** How many pairs of address and program there are. */
  readonly callersTotal: number;
};

export type CredentialCallsReading = {
  /** From this instant on every call was looked at: where there were too many, later than was asked for. */
  readonly since: Date;
  readonly isComplete: boolean;
  /** By the credential; null for tokens that were got without one, and for those that are gone. */
  readonly of: ReadonlyMap<string | null, CredentialCalls>;
};

/** Which calls of an app came with tokens of which of its credentials, by the latest ones since an instant. */
export async function readCredentialCalls(
  db: Reader,
  subject: CredentialCallsSubject,
): Promise<CredentialCallsReading> {
  const rows = await credentialCallsQuery(db, subject);
  const isComplete = (rows[0]?.looked ?? 0) < (subject.callsLookedAt ?? CALLS_LOOKED_AT);
  const of = new Map<string | null, CredentialCalls>();
  for (const row of rows) of.set(row.credentialId, joined(of.get(row.credentialId), row));
  return { since: isComplete ? subject.since : (rows[0]?.lookedFrom ?? subject.since), isComplete, of };
}

/** Rows of a credential: one of each listed caller, and one of all calls in other accounts. */
function joined(known: CredentialCalls | undefined, row: Row): CredentialCalls {
  const { address, userAgent, lastAt, isOwn } = row;
  const { callers = [], callsElsewhere = 0, callersTotal = 0 } = known ?? {};
  const caller = { address, userAgent, calls: row.calls, refusedCalls: row.refusedCalls, lastAt };
  return {
    calls: row.allCalls,
    refusedCalls: row.allRefusedCalls,
    lastCallAt: row.lastCallAt,
    callsElsewhere: isOwn ? callsElsewhere : row.calls,
    callers: isOwn ? [...callers, caller] : callers,
    callersTotal: isOwn ? row.callers : callersTotal,
  };
}

type Row = Awaited<ReturnType<typeof credentialCallsQuery>>[number];

/** The calls in one statement. A token that a call came with ends within the longest life of one from the call on. */
export function credentialCallsQuery(
  db: Reader,
  { keyId, accountId, since, now, callsLookedAt = CALLS_LOOKED_AT }: CredentialCallsSubject,
) {
  const from = sql`${since.toISOString()}::timestamptz`;
  const until = sql`${now.toISOString()}::timestamptz`;
  const lastEnd = sql`${new Date(now.getTime() + Math.max(...ACCESS_LIVES_MS)).toISOString()}::timestamptz`;
  const found = sql`(
    with looked as (
      select credential_id as token_id, at, code = 'allowed' as is_allowed, account_id = ${accountId} as is_own,
        case when account_id = ${accountId} then address end as address,
        case when account_id = ${accountId} then user_agent end as user_agent
      from ${calls} where key_id = ${keyId} and at >= ${from} and at <= ${until} order by at desc limit ${callsLookedAt}
    ),
    tokens as (
      select id, credential_id from ${accessTokens}
      where key_id = ${keyId} and expires_at >= ${from} and expires_at <= ${lastEnd}
    ),
    of_callers as (
      select credential_id, is_own, address, user_agent, count(*) filter (where is_allowed)::int as calls,
        count(*) filter (where not is_allowed)::int as refused_calls, min(at) as first_at, max(at) as last_at,
        max(at) filter (where is_allowed) as last_call_at
      from looked left join tokens on tokens.id = token_id
      group by credential_id, is_own, address, user_agent
    ),
    of_credentials as (
      select *, row_number() over (partition by credential_id, is_own order by calls desc, refused_calls desc, last_at desc) as nth,
        count(*) over (partition by credential_id, is_own)::int as callers,
        sum(calls) over (partition by credential_id)::int as all_calls,
        sum(refused_calls) over (partition by credential_id)::int as all_refused_calls,
        max(last_call_at) over (partition by credential_id) as all_last_call_at,
        sum(calls + refused_calls) over ()::int as looked, min(first_at) over () as looked_from
      from of_callers
    )
    select * from of_credentials where nth <= ${CALLERS_LISTED} order by nth
  ) as found`;
  return db
    .select({
      credentialId: sql<string | null>`credential_id`,
      isOwn: sql<boolean>`is_own`,
      address: sql<string | null>`address`,
      userAgent: sql<string | null>`user_agent`,
      calls: sql<number>`calls`,
      refusedCalls: sql<number>`refused_calls`,
      lastAt: sql`last_at`.mapWith(calls.at),
      callers: sql<number>`callers`,
      allCalls: sql<number>`all_calls`,
      allRefusedCalls: sql<number>`all_refused_calls`,
      lastCallAt: sql<Date | null>`all_last_call_at`.mapWith(calls.at),
      looked: sql<number>`looked`,
      lookedFrom: sql<Date | null>`looked_from`.mapWith(calls.at),
    })
    .from(found);
}
