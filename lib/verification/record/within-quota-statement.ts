/** The statement of the usual way to record (see record-within-quota.ts). */
import { createParameters, type Parameters } from "../statement/parameters";
import { ADD_TO_HOUR, IS_FIRST_USE_OF_HOUR, KEEP_LATEST_USE, KEEP_LAST_CALLS } from "./record-clauses";

const CALL = {
  id: "uuid",
  at: "timestamptz",
  account_id: "uuid",
  key_id: "uuid",
  credential_id: "uuid",
  user_id: "uuid",
  method: "text",
  path: "text",
  code: "text",
  // Each an array, written as a text.
  scopes_needed: "text",
  address: "text",
  user_agent: "text",
  outcome_status: "smallint",
};
const HOUR = { key_id: "uuid", hour: "timestamptz", code: "text", account_id: "uuid", count: "int" };
const LAST_CALLS = {
  key_id: "uuid",
  account_id: "uuid",
  first_call_at: "timestamptz",
  last_call_at: "timestamptz",
  last_code: "text",
  last_address: "text",
  last_user_agent: "text",
  last_allowed_at: "timestamptz",
};

const namesOf = (columns: Readonly<Record<string, string>>) => Object.keys(columns).join(", ");
const IS_GRANTED = "account_id <> all ((select accounts from left_out)::uuid[])";

/**
 * Rows are locked in the order of their keys, windows first, in every batch alike, so that batches wait for each other
 * instead of deadlocking. An account without a row, and one whose windows are ahead of this batch, are not granted.
 */
function writes({ one, rows }: Parameters): string {
  const [hour, burst] = [one("hour_start", "timestamptz"), one("burst_start", "timestamptz")];
  return `
with granted as (
  update call_windows w set
    hour_start = ${hour}, hour_count = case when w.hour_start = ${hour} then w.hour_count else 0 end + q.calls,
    burst_start = ${burst}, burst_count = case when w.burst_start = ${burst} then w.burst_count else 0 end + q.calls
  from ${rows("q", { account_id: "uuid", calls: "int", hourly: "int", burst: "int" })}
  where w.account_id = q.account_id and w.hour_start <= ${hour} and w.burst_start <= ${burst}
    and case when w.hour_start = ${hour} then w.hour_count else 0 end + q.calls <= q.hourly
    and case when w.burst_start = ${burst} then w.burst_count else 0 end + q.calls <= q.burst
  returning w.account_id, w.hour_count, w.burst_count
),
left_out as materialized (
  select array(select unnest(${one("q.account_id", "uuid[]")}) except select account_id from granted) as accounts
),
new_calls as (
  insert into calls (${namesOf(CALL)})
  select ${namesOf(CALL).replace("scopes_needed", "scopes_needed::text[]")} from ${rows("c", CALL)}
  where ${IS_GRANTED}
),
new_hours as (
  insert into call_hours as h (${namesOf(HOUR)})
  select ${namesOf(HOUR)} from ${rows("n", HOUR)}
  where ${IS_GRANTED}
  ${ADD_TO_HOUR}
),
new_last_calls as (
  insert into key_activity as a (${namesOf(LAST_CALLS)})
  select ${namesOf(LAST_CALLS)} from ${rows("k", LAST_CALLS)}
  where ${IS_GRANTED}
  ${KEEP_LAST_CALLS}
),
unknown_keys as (
  insert into unknown_key_hours as u (hour, shard, count)
  select date_trunc('hour', now(), 'UTC'), ${one("shard", "smallint")}, ${one("unknown", "int")}
  where ${one("unknown", "int")} > 0
  on conflict (hour, shard) do update set count = u.count + excluded.count
)`;
}

function scopeUses({ rows }: Parameters): string {
  return `,
new_scope_uses as (
  insert into scope_uses as s (key_id, account_id, scope, last_used_at)
  select key_id, account_id, scope, at
  from ${rows("u", { key_id: "uuid", account_id: "uuid", scope: "text", at: "timestamptz" })}
  where ${IS_GRANTED} and ${IS_FIRST_USE_OF_HOUR}
  ${KEEP_LATEST_USE}
)`;
}

const RESULT = `
select account_id, hour_count, burst_count from granted`;

function statement(name: string, clauses: readonly ((parameters: Parameters) => string)[]) {
  const parameters = createParameters();
  const text = clauses.map((clause) => clause(parameters)).join("") + RESULT;
  return { name, text, valuesOf: parameters.values };
}

export const RECORD = statement("gate_record", [writes]);
/** The statement of the usual way to record, with uses of scopes. */
export const RECORD_WITH_SCOPES = statement("gate_record_scopes", [writes, scopeUses]);
