-- As the gate of the first release sends it.
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
  on conflict (key_id) do update set
    first_call_at = least(a.first_call_at, excluded.first_call_at),
    last_call_at = greatest(a.last_call_at, excluded.last_call_at),
    last_code = case when excluded.last_call_at >= a.last_call_at then excluded.last_code else a.last_code end,
    last_address = case when excluded.last_call_at >= a.last_call_at
      then excluded.last_address else a.last_address end,
    last_user_agent = case when excluded.last_call_at >= a.last_call_at
      then excluded.last_user_agent else a.last_user_agent end,
    last_allowed_at = greatest(a.last_allowed_at, excluded.last_allowed_at)
),
unknown_keys as (
  insert into unknown_key_hours as u (hour, shard, count)
  select date_trunc('hour', now(), 'UTC'), $32::smallint, $33::int where $33::int > 0
  on conflict (hour, shard) do update set count = u.count + excluded.count
),
new_scope_uses as (
  insert into scope_uses as s (key_id, scope, last_used_at)
  select key_id, scope, at
  from unnest($34::uuid[], $35::uuid[], $36::text[], $37::timestamptz[]) as u(key_id, account_id, scope, at)
  where account_id <> all ((select accounts from left_out)::uuid[]) and coalesce(
    (select f.last_used_at from scope_uses f where f.key_id = u.key_id and f.scope = u.scope), '-infinity')
    < date_trunc('hour', u.at, 'UTC')
  on conflict (key_id, scope) do update set last_used_at = greatest(s.last_used_at, excluded.last_used_at)
)
select account_id, hour_count, burst_count from granted
