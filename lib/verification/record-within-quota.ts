/**
 * The usual way to record: what is counted from the calls is added up here, and one statement writes all of it for
 * those accounts whose quota holds all of their calls. The other accounts' calls take the careful way (see
 * record-at-limit.ts), which costs the database 1.7 times as much.
 */
import { BURST_SECONDS, HOUR_SECONDS, windowStart } from "../domain/limits";
import { instantArray, plainArray, textArray } from "./array-literals";
import { countAccounts, countHours, readActivity, type AccountCount } from "./call-counts";
import { UNKNOWN_KEY, type NewCall, type Recordable, type RecordedCall } from "./record";
import type { ScopeUse, ScopeUses } from "./scope-uses";
import { IS_FIRST_USE_OF_HOUR, KEEP_LATEST_USE, KEEP_NEWEST_ACTIVITY } from "./record-clauses";
import { runStatement, type GateDatabase } from "./statement";

type GrantedRow = {
  readonly account_id: string;
  readonly hour_count: number;
  readonly burst_count: number;
};

/**
 * Rows are locked in the order of their keys, windows first, in every batch alike, so that batches wait for each other
 * instead of deadlocking. An account without a row, and one whose windows are ahead of this batch, are not granted.
 */
const WRITES = `
with granted as (
  update call_windows w set
    hour_start = $5, hour_count = case when w.hour_start = $5 then w.hour_count else 0 end + q.calls,
    burst_start = $6, burst_count = case when w.burst_start = $6 then w.burst_count else 0 end + q.calls
  from unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) as q(account_id, calls, hourly, burst)
  where w.account_id = q.account_id and w.hour_start <= $5::timestamptz and w.burst_start <= $6::timestamptz
    and case when w.hour_start = $5 then w.hour_count else 0 end + q.calls <= q.hourly
    and case when w.burst_start = $6 then w.burst_count else 0 end + q.calls <= q.burst
  returning w.account_id, w.hour_count, w.burst_count
),
left_out as materialized (
  select array(select unnest($1::uuid[]) except select account_id from granted) as accounts
),
new_calls as (
  insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed, address,
    user_agent, outcome_status)
  select id, at, account_id, key_id, credential_id, method, path, code, scopes_needed::text[], address, user_agent,
    outcome_status
  from unnest($7::uuid[], $8::timestamptz[], $9::uuid[], $10::uuid[], $11::uuid[], $12::text[], $13::text[],
    $14::text[], $15::text[], $16::text[], $17::text[], $18::smallint[]) as c(id, at, account_id, key_id,
    credential_id, method, path, code, scopes_needed, address, user_agent, outcome_status)
  where account_id <> all ((select accounts from left_out)::uuid[])
),
new_hours as (
  insert into call_hours as h (key_id, hour, code, account_id, count)
  select key_id, hour, code, account_id, count
  from unnest($19::uuid[], $20::timestamptz[], $21::text[], $22::uuid[], $23::int[])
    as n(key_id, hour, code, account_id, count)
  where account_id <> all ((select accounts from left_out)::uuid[])
  on conflict (key_id, hour, code) do update set count = h.count + excluded.count
),
new_activity as (
  insert into key_activity as a (key_id, account_id, first_call_at, last_call_at, last_code, last_address,
    last_user_agent, last_allowed_at)
  select key_id, account_id, first_call_at, last_call_at, last_code, last_address, last_user_agent, last_allowed_at
  from unnest($24::uuid[], $25::uuid[], $26::timestamptz[], $27::timestamptz[], $28::text[], $29::text[],
    $30::text[], $31::timestamptz[]) as n(key_id, account_id, first_call_at, last_call_at, last_code, last_address,
    last_user_agent, last_allowed_at)
  where account_id <> all ((select accounts from left_out)::uuid[])
  ${KEEP_NEWEST_ACTIVITY}
),
unknown_keys as (
  insert into unknown_key_hours as u (hour, shard, count)
  select date_trunc('hour', now(), 'UTC'), $32::smallint, $33::int where $33::int > 0
  on conflict (hour, shard) do update set count = u.count + excluded.count
)`;

const SCOPE_USES = `,
new_scope_uses as (
  insert into scope_uses as s (key_id, scope, last_used_at)
  select key_id, scope, at
  from unnest($34::uuid[], $35::uuid[], $36::text[], $37::timestamptz[]) as u(key_id, account_id, scope, at)
  where account_id <> all ((select accounts from left_out)::uuid[]) and ${IS_FIRST_USE_OF_HOUR}
  ${KEEP_LATEST_USE}
)`;

const RESULT = `
select account_id, hour_count, burst_count from granted`;

const RECORD = { name: "gate_record", text: WRITES + RESULT } as const;
const RECORD_WITH_SCOPE_USES = { name: "gate_record_scopes", text: WRITES + SCOPE_USES + RESULT } as const;

/**
 * Records calls with all that is counted from them, in one statement that is committed when this returns (I3).
 * @returns what became of each, in the order of the items; null for the calls of an account whose quota does not hold
 *   all of them, of which nothing is written, and for unknown keys
 */
export async function recordWithinQuota(
  database: GateDatabase,
  scopeUses: ScopeUses,
  items: readonly Recordable[],
): Promise<(RecordedCall | null)[]> {
  const calls = items.filter((item) => item !== UNKNOWN_KEY);
  const unknown = items.length - calls.length;
  const accounts = countAccounts(calls);
  const uses = scopeUses.due(calls);
  const values = [
    ...windowValues(calls, accounts),
    ...callValues(calls),
    ...hourValues(calls),
    ...activityValues(calls),
    nextShard(),
    unknown,
  ];
  const rows = await (uses.length === 0
    ? runStatement<GrantedRow>(database, RECORD, values)
    : runStatement<GrantedRow>(database, RECORD_WITH_SCOPE_USES, [...values, ...scopeUseValues(uses)]));
  const granted = new Map(rows.map((row) => [row.account_id, row]));
  const leftOut = new Set(accounts.map((account) => account.accountId).filter((id) => !granted.has(id)));
  scopeUses.written(uses.filter((use) => !leftOut.has(use.call.accountId)));
  return handOut(items, accounts, granted, leftOut);
}

/** Rows that the unknown keys of an hour are counted in, so that gates and batches seldom wait for the same one. */
const SHARDS = 16;
let shard = Math.floor(Math.random() * SHARDS);

function nextShard(): number {
  shard = (shard + 1) % SHARDS;
  return shard;
}

/** The calls of an account have its last places of the present windows, in their order. */
function handOut(
  items: readonly Recordable[],
  accounts: readonly AccountCount[],
  granted: ReadonlyMap<string, GrantedRow>,
  leftOut: ReadonlySet<string>,
): (RecordedCall | null)[] {
  const after = new Map(accounts.map(({ accountId, calls: count }) => [accountId, count]));
  return items.map((item) => {
    if (item === UNKNOWN_KEY) return null;
    const { accountId, code } = item;
    if (leftOut.has(accountId)) return null;
    const row = granted.get(accountId);
    if (code !== "allowed" || !row) return { code, used: null };
    const following = (after.get(accountId) ?? 1) - 1;
    after.set(accountId, following);
    return { code, used: { hour: row.hour_count - following, burst: row.burst_count - following } };
  });
}

function windowValues(calls: readonly NewCall[], accounts: readonly AccountCount[]): unknown[] {
  const latest = calls.reduce((at, call) => (call.at > at ? call.at : at), calls[0]?.at ?? new Date(0));
  return [
    plainArray(accounts.map((account) => account.accountId)),
    plainArray(accounts.map((account) => account.calls)),
    plainArray(accounts.map((account) => account.hourly)),
    plainArray(accounts.map((account) => account.burst)),
    windowStart(latest, HOUR_SECONDS).toISOString(),
    windowStart(latest, BURST_SECONDS).toISOString(),
  ];
}

function callValues(calls: readonly NewCall[]): unknown[] {
  return [
    plainArray(calls.map((call) => call.id)),
    instantArray(calls.map((call) => call.at)),
    plainArray(calls.map((call) => call.accountId)),
    plainArray(calls.map((call) => call.keyId)),
    plainArray(calls.map((call) => call.credentialId)),
    textArray(calls.map((call) => call.method)),
    textArray(calls.map((call) => call.path)),
    plainArray(calls.map((call) => call.code)),
    // An array in an array of texts; its names are of the catalogue and need no quotes.
    textArray(calls.map((call) => `{${call.scopesNeeded.join(",")}}`)),
    textArray(calls.map((call) => call.address)),
    textArray(calls.map((call) => call.userAgent)),
    plainArray(calls.map((call) => call.outcomeStatus)),
  ];
}

function hourValues(calls: readonly NewCall[]): unknown[] {
  const hours = countHours(calls);
  return [
    plainArray(hours.map((hour) => hour.keyId)),
    instantArray(hours.map((hour) => hour.hour)),
    plainArray(hours.map((hour) => hour.code)),
    plainArray(hours.map((hour) => hour.accountId)),
    plainArray(hours.map((hour) => hour.count)),
  ];
}

function activityValues(calls: readonly NewCall[]): unknown[] {
  const keys = readActivity(calls);
  return [
    plainArray(keys.map((key) => key.last.keyId)),
    plainArray(keys.map((key) => key.last.accountId)),
    instantArray(keys.map((key) => key.first.at)),
    instantArray(keys.map((key) => key.last.at)),
    plainArray(keys.map((key) => key.last.code)),
    textArray(keys.map((key) => key.last.address)),
    textArray(keys.map((key) => key.last.userAgent)),
    instantArray(keys.map((key) => key.lastAllowed?.at ?? null)),
  ];
}

function scopeUseValues(uses: readonly ScopeUse[]): unknown[] {
  return [
    plainArray(uses.map((use) => use.call.keyId)),
    plainArray(uses.map((use) => use.call.accountId)),
    textArray(uses.map((use) => use.scope)),
    instantArray(uses.map((use) => use.call.at)),
  ];
}
