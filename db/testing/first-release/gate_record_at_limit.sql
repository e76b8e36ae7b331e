-- As the gate of the first release sends it.
with input as materialized (
  select * from json_to_recordset($1::json) as r(
    n int, id uuid, at timestamptz, account_id uuid, key_id uuid, credential_id uuid, method text, path text,
    code text, scopes_needed text[], address text, user_agent text, outcome_status smallint,
    hourly int, burst int)
),
wanted as (
  select account_id, count(*)::int as calls, min(hourly) as hourly, min(burst) as burst,
    date_trunc('hour', max(at), 'UTC') as hour_start,
    to_timestamp(floor(extract(epoch from max(at)) / 30) * 30) as burst_start
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
decided as materialized (
  select p.n, p.id, p.at, p.account_id, p.key_id, p.credential_id, p.method, p.path, p.scopes_needed, p.address,
    p.user_agent, p.outcome_status,
    case
      when p.code <> 'allowed' or p.place <= g.granted then p.code
      when g.hour_used + g.granted >= g.hourly then 'hourly_limit_exceeded'
      else 'burst_limit_exceeded'
    end as code,
    case when p.code = 'allowed' then g.hour_used + least(p.place, g.granted) end as hour_used,
    case when p.code = 'allowed' then g.burst_used + least(p.place, g.granted) end as burst_used
  from placed p left join grants g on g.account_id = p.account_id
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
  insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed, address,
    user_agent, outcome_status)
  select id, at, account_id, key_id, credential_id, method, path, code, scopes_needed, address, user_agent,
    outcome_status
  from decided
),
new_hours as (
  insert into call_hours as h (key_id, hour, code, account_id, count)
  select key_id, date_trunc('hour', at, 'UTC'), code, account_id, count(*)
  from decided group by 1, 2, 3, 4 order by 1, 2, 3
  on conflict (key_id, hour, code) do update set count = h.count + excluded.count
),
new_activity as (
  insert into key_activity as a (key_id, account_id, first_call_at, last_call_at, last_code, last_address,
    last_user_agent, last_allowed_at)
  select distinct on (key_id) key_id, account_id, min(at) over k, at, code, address, user_agent,
    max(at) filter (where code = 'allowed') over k
  from decided window k as (partition by key_id) order by key_id, at desc, n desc
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
used_scopes as (
  select key_id, scope, max(at) as at from decided, unnest(scopes_needed) as scope
  where code = 'allowed' group by key_id, scope
),
new_scope_uses as (
  insert into scope_uses as s (key_id, scope, last_used_at)
  select u.key_id, u.scope, u.at from used_scopes u
  where coalesce(
    (select f.last_used_at from scope_uses f where f.key_id = u.key_id and f.scope = u.scope), '-infinity')
    < date_trunc('hour', u.at, 'UTC')
  order by u.key_id, u.scope
  on conflict (key_id, scope) do update set last_used_at = greatest(s.last_used_at, excluded.last_used_at)
)
select code, hour_used, burst_used from decided order by n
