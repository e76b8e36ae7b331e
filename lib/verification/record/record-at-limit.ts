/**
 * The careful way to record: the database itself grants what is left of each account's quota, call by call. It takes
 * the calls of accounts that are at a limit or have never called (see record-within-quota.ts for all others).
 */
import { BURST_SECONDS } from "../../domain/calls/limits";
import type { CallCode } from "../../domain/verdict/refusals";
import type { NewCall, RecordedCall } from "./record";
import { ADD_TO_HOUR, IS_FIRST_USE_OF_HOUR, KEEP_LATEST_USE, KEEP_LAST_CALLS } from "./record-clauses";
import { runStatement, type GateDatabase } from "../statement/statement";

type RecordedRow = {
  readonly code: CallCode;
  readonly hour_used: number | null;
  readonly burst_used: number | null;
  readonly is_counted_only: boolean;
};

/**
 * Quota is granted under the lock of the account's row, so that limits hold exactly across any number of gates; a
 * call beyond it is recorded as refused. Refusals use no quota. Rows are locked in the order of their keys, in every
 * batch alike, so that batches wait for each other instead of deadlocking.
 */
const RECORD = {
  name: "gate_record_at_limit",
  text: `
with input as materialized (
  select * from json_to_recordset($1::json) as r(
    n int, id uuid, at timestamptz, account_id uuid, key_id uuid, credential_id uuid, user_id uuid, method text, path text,
    code text, scopes_needed text[], address text, user_agent text, outcome_status smallint,
    hourly int, burst int, is_counted_only boolean, room int)
),
wanted as (
  select account_id, count(*)::int as calls, min(hourly) as hourly, min(burst) as burst,
    date_trunc('hour', max(at), 'UTC') as hour_start,
    to_timestamp(floor(extract(epoch from max(at)) / ${BURST_SECONDS}) * ${BURST_SECONDS}) as burst_start
  from input where code = 'allowed' group by account_id
),
locked as materialized (
  select account_id, hour_start, hour_count, burst_start, burst_count
  from call_windows where account_id = any($2::uuid[]) order by account_id for update
),
windows as (
  select w.account_id, w.calls, w.hourly, w.burst,
    greatest(w.hour_start, l.hour_start) as hour_start, greatest(w.burst_start, l.burst_start) as burst_start,
    case when l.hour_start >= w.hour_start then l.hour_count else 0 end as hour_used,
    case when l.burst_start >= w.burst_start then l.burst_count else 0 end as burst_used
  from wanted w left join locked l on l.account_id = w.account_id
),
grants as materialized (
  select *, greatest(0, least(calls, hourly - hour_used, burst - burst_used)) as granted from windows
),
placed as (
  select *, row_number() over (partition by account_id, code = 'allowed' order by n)::int as place from input
),
verdicts as (
  select p.n, p.code as code_before, p.room, p.is_counted_only, p.id, p.at, p.account_id, p.key_id, p.credential_id,
    p.user_id, p.method, p.path, p.scopes_needed, p.address, p.user_agent, p.outcome_status,
    case
      when p.code <> 'allowed' or p.place <= g.granted then p.code
      when g.hour_used + g.granted >= g.hourly then 'hourly_limit_exceeded'
      else 'burst_limit_exceeded'
    end as code,
    case when p.code = 'allowed' then g.hour_used + least(p.place, g.granted) end as hour_used,
    case when p.code = 'allowed' then g.burst_used + least(p.place, g.granted) end as burst_used
  from placed p left join grants g on g.account_id = p.account_id
),
decided as materialized (
  select *, is_counted_only or (code <> code_before
    and row_number() over (partition by key_id, code <> code_before order by n) > room) as has_no_row
  from verdicts
),
moved_windows as (
  insert into call_windows as w (account_id, hour_start, hour_count, burst_start, burst_count)
  select account_id, hour_start, granted, burst_start, granted from grants where granted > 0 order by account_id
  on conflict (account_id) do update set
    hour_start = greatest(w.hour_start, excluded.hour_start),
    hour_count = excluded.hour_count
      + case when w.hour_start >= excluded.hour_start then w.hour_count else 0 end,
    burst_start = greatest(w.burst_start, excluded.burst_start),
    burst_count = excluded.burst_count
      + case when w.burst_start >= excluded.burst_start then w.burst_count else 0 end
),
new_calls as (
  insert into calls (id, at, account_id, key_id, credential_id, user_id, method, path, code, scopes_needed, address,
    user_agent, outcome_status)
  select id, at, account_id, key_id, credential_id, user_id, method, path, code, scopes_needed, address, user_agent,
    outcome_status
  from decided where not has_no_row
),
new_hours as (
  insert into call_hours as h (key_id, hour, code, account_id, count)
  select key_id, date_trunc('hour', at, 'UTC'), code, account_id, count(*)
  from decided group by 1, 2, 3, 4 order by 1, 2, 3, 4
  ${ADD_TO_HOUR}
),
new_last_calls as (
  insert into key_activity as a (key_id, account_id, first_call_at, last_call_at, last_code, last_address,
    last_user_agent, last_allowed_at)
  select distinct on (key_id, account_id) key_id, account_id, min(at) over k, at, code, address, user_agent,
    max(at) filter (where code = 'allowed') over k
  from decided window k as (partition by key_id, account_id) order by key_id, account_id, at desc, n desc
  ${KEEP_LAST_CALLS}
),
used_scopes as (
  select key_id, account_id, scope, max(at) as at from decided, unnest(scopes_needed) as scope
  where code = 'allowed' group by key_id, account_id, scope
),
new_scope_uses as (
  insert into scope_uses as s (key_id, account_id, scope, last_used_at)
  select u.key_id, u.account_id, u.scope, u.at from used_scopes u
  where ${IS_FIRST_USE_OF_HOUR}
  order by u.key_id, u.account_id, u.scope
  ${KEEP_LATEST_USE}
)
select code, hour_used, burst_used, has_no_row as is_counted_only from decided order by n`,
} as const;

/**
 * Records calls with all that is counted from them, in one statement that is committed when this returns (I3).
 * A scope's last use is written at most once per clock hour.
 * @param limitRoom how many of a key's calls that are refused here may have a row; the others are counted
 * @returns what became of each, in the order of the calls
 */
export async function recordAtLimit(
  database: GateDatabase,
  calls: readonly NewCall[],
  limitRoom: (call: NewCall) => number = () => calls.length,
): Promise<RecordedCall[]> {
  const allowed = calls.filter((call) => call.code === "allowed").map((call) => call.accountId);
  const rows = await runStatement<RecordedRow>(database, RECORD, [
    JSON.stringify(calls.map((call, index) => toInput(call, index, limitRoom(call)))),
    [...new Set(allowed)],
  ]);
  return calls.flatMap(({ id, at }, index) => {
    const row = rows[index];
    return row ? { id, at, ...toRecorded(row) } : [];
  });
}

function toRecorded(row: RecordedRow): Omit<RecordedCall, "id" | "at"> {
  return {
    code: row.code,
    used:
      row.hour_used === null || row.burst_used === null
        ? null
        : { hour: row.hour_used, burst: row.burst_used },
    ...(row.is_counted_only ? { isCountedOnly: true } : {}),
  };
}

function toInput(call: NewCall, index: number, room: number) {
  return {
    n: index,
    id: call.id,
    at: call.at,
    account_id: call.accountId,
    key_id: call.keyId,
    credential_id: call.credentialId,
    user_id: call.userId,
    method: call.method,
    path: call.path,
    code: call.code,
    scopes_needed: call.scopesNeeded,
    address: call.address,
    user_agent: call.userAgent,
    outcome_status: call.outcomeStatus,
    hourly: call.limits.hourly,
    burst: call.limits.burst,
    is_counted_only: call.isCountedOnly ?? false,
    room,
  };
}
