/** What both ways to record write alike. The names of the rows: `a` last calls, `s` scope uses, `u` the new uses. */

/** The clause that adds to hourly counts, per account: a key may act in several. */
export const ADD_TO_HOUR = `on conflict (key_id, hour, code, account_id) do update set count = h.count + excluded.count`;

/** The clause by which the newer call stays the last one, also of two batches that are recorded out of order. */
export const KEEP_LAST_CALLS = `on conflict (key_id, account_id) do update set
    first_call_at = least(a.first_call_at, excluded.first_call_at),
    last_call_at = greatest(a.last_call_at, excluded.last_call_at),
    last_code = case when excluded.last_call_at >= a.last_call_at then excluded.last_code else a.last_code end,
    last_address = case when excluded.last_call_at >= a.last_call_at
      then excluded.last_address else a.last_address end,
    last_user_agent = case when excluded.last_call_at >= a.last_call_at
      then excluded.last_user_agent else a.last_user_agent end,
    last_allowed_at = greatest(a.last_allowed_at, excluded.last_allowed_at)`;

/**
 * The condition that a use is the first one of its hour, which asks for the use before as a value, one by one. `not
 * exists` would become a join, and a plan that was made while the table was small reads all of it for each batch (100
 * ms with 20,000 uses).
 */
export const IS_FIRST_USE_OF_HOUR = `coalesce(
    (select f.last_used_at from scope_uses f where f.key_id = u.key_id and f.account_id = u.account_id and f.scope = u.scope), '-infinity')
    < date_trunc('hour', u.at, 'UTC')`;

export const KEEP_LATEST_USE = `on conflict (key_id, account_id, scope) do update set last_used_at = greatest(s.last_used_at, excluded.last_used_at)`;
