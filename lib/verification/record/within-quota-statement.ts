/** The statement of the usual way to record (see record-within-quota.ts). */
import { BURST_SECONDS } from "../../domain/calls/limits";
import { createParameters, type Parameters } from "../statement/parameters";
import { ADD_TO_HOUR, IS_FIRST_USE_OF_HOUR, KEEP_LATEST_USE, KEEP_LAST_CALLS } from "./record-clauses";

/** What comes of each call; its time is the statement's. */
const CALL = {
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
const COUNT = { key_id: "uuid", code: "text", account_id: "uuid", count: "int" };
const LAST_CALL = {
  key_id: "uuid",
  account_id: "uuid",
  last_code: "text",
  last_address: "text",
  last_user_agent: "text",
};
const ACCOUNT = {
  account_id: "uuid",
  calls: "int",
  hourly: "int",
  burst: "int",
  until: "timestamptz",
};
/** An epoch that the facts of an account's calls were read with, and whose it is. */
const EPOCH = { account_id: "uuid", of: "uuid", epoch: "bigint" };

const namesOf = (columns: Readonly<Record<string, string>>) => Object.keys(columns).join(", ");
const IS_GRANTED = "account_id <> all ((select accounts from left_out)::uuid[])";
/** Instants of the statement's own clock; `id` is how ids of its calls begin (see ids.ts). */
const [AT, HOUR, BURST, ID] = ["at", "hour", "burst", "id"].map((name) => `(select ${name} from clock)`);

/**
 * An account is granted what is proved in this statement's snapshot: the epochs of its calls' facts are those of the rows,
 * none of them has ended, and the quota holds all of the calls. Epochs are read without a lock, so that a change under way
 * blocks nobody, and as values one by one, so that a plan made on small tables never reads large ones whole. An account
 * without windows, and one whose windows are ahead of this statement, is not granted.
 *
 * Rows are locked in the order of their keys, windows first, in every batch alike, so that batches wait for each other
 * instead of deadlocking.
 */
function writes({ one, rows }: Parameters): string {
  return `
with clock as materialized (
  select now, date_trunc('milliseconds', now) as at, date_trunc('hour', now, 'UTC') as hour,
    to_timestamp(floor(extract(epoch from now) / ${BURST_SECONDS}) * ${BURST_SECONDS}) as burst,
    overlay(lpad(to_hex(floor(extract(epoch from now) * 1000)::bigint), 12, '0') placing '-' from 9 for 0) || '-7' as id
  from (select coalesce(${one("clock", "timestamptz")}, now()) as now) c
),
unproved as materialized (
  select array(
    select e.account_id from ${rows("e", EPOCH)}
    where e.epoch is distinct from (select a.access_epoch from accounts a where a.id = e.of)
    union all
    select p.account_id from ${rows("p", EPOCH)}
    where p.epoch is distinct from (select u.access_epoch from users u where u.id = p.of)
  ) as accounts
),
granted as (
  update call_windows w set
    hour_start = ${HOUR}, hour_count = case when w.hour_start = ${HOUR} then w.hour_count else 0 end + q.calls,
    burst_start = ${BURST}, burst_count = case when w.burst_start = ${BURST} then w.burst_count else 0 end + q.calls
  from ${rows("q", ACCOUNT)}
  where w.account_id = q.account_id and q.account_id <> all ((select accounts from unproved)::uuid[])
    and (q.until is null or (select now from clock) < q.until)
    and w.hour_start <= ${HOUR} and w.burst_start <= ${BURST}
    and case when w.hour_start = ${HOUR} then w.hour_count else 0 end + q.calls <= q.hourly
    and case when w.burst_start = ${BURST} then w.burst_count else 0 end + q.calls <= q.burst
  returning w.account_id, w.hour_count, w.burst_count
),
left_out as materialized (
  select array(select unnest(${one("q.account_id", "uuid[]")}) except select account_id from granted) as accounts
),
new_calls as (
  insert into calls (id, at, ${namesOf(CALL)})
  select (${ID} || random)::uuid, ${AT}, ${namesOf(CALL).replace("scopes_needed", "scopes_needed::text[]")}
  from ${rows("c", { random: "text", ...CALL })}
  where ${IS_GRANTED}
),
new_hours as (
  insert into call_hours as h (hour, ${namesOf(COUNT)})
  select ${HOUR}, ${namesOf(COUNT)} from ${rows("n", COUNT)}
  where ${IS_GRANTED}
  ${ADD_TO_HOUR}
),
new_last_calls as (
  insert into key_activity as a (first_call_at, last_call_at, last_allowed_at, ${namesOf(LAST_CALL)})
  select ${AT}, ${AT}, case when has_allowed then ${AT} end, ${namesOf(LAST_CALL)}
  from ${rows("k", { ...LAST_CALL, has_allowed: "boolean" })}
  where ${IS_GRANTED}
  ${KEEP_LAST_CALLS}
),
unknown_keys as (
  insert into unknown_key_hours as u (hour, shard, count)
  select ${HOUR}, ${one("shard", "smallint")}, ${one("unknown", "int")}
  where ${one("unknown", "int")} > 0
  on conflict (hour, shard) do update set count = u.count + excluded.count
)`;
}

function scopeUses({ rows }: Parameters): string {
  return `,
new_scope_uses as (
  insert into scope_uses as s (key_id, account_id, scope, last_used_at)
  select key_id, account_id, scope, at
  from (select key_id, account_id, scope, ${AT} as at
    from ${rows("v", { key_id: "uuid", account_id: "uuid", scope: "text" })}) u
  where ${IS_GRANTED} and ${IS_FIRST_USE_OF_HOUR}
  ${KEEP_LATEST_USE}
)`;
}

/** One row: the clock in milliseconds, and the granted accounts with their counts, which are dear to read row by row. */
const RESULT = `
select (extract(epoch from at) * 1000)::float8 as at,
  (select string_agg(account_id || ' ' || hour_count || ' ' || burst_count, ' ') from granted) as granted
from clock`;

function statement(name: string, clauses: readonly ((parameters: Parameters) => string)[]) {
  const parameters = createParameters();
  const text = clauses.map((clause) => clause(parameters)).join("") + RESULT;
  return { name, text, valuesOf: parameters.values };
}

export const RECORD = statement("gate_record", [writes]);
/** The statement of the usual way to record, with uses of scopes. */
export const RECORD_WITH_SCOPES = statement("gate_record_scopes", [writes, scopeUses]);
