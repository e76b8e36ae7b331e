-- As the gate of the first release sends it.
select encode(c.secret_hash, 'hex') as hash, c.id as credential_id, k.id as key_id, k.client_id,
  k.name as key_name,
  c.expires_at as credential_expires_at, c.revoked_at as credential_revoked_at,
  k.method, k.environment, k.scopes, k.allowed_ranges,
  k.expires_at as key_expires_at, k.revoked_at as key_revoked_at, k.retires_at as key_retires_at,
  u.id as user_id, u.name as user_name, u.status as user_status,
  m.profile, m.status as membership_status,
  a.id as account_id, a.name as account_name, a.environment as account_environment, a.plan,
  a.has_integration_keys, a.status as account_status, a.hourly_limit, a.burst_limit,
  w.hour_start, w.hour_count, w.burst_start, w.burst_count,
  now() as now
from credentials c
join integration_keys k on k.id = c.key_id
join accounts a on a.id = k.account_id
join users u on u.id = k.created_by
left join memberships m on m.account_id = k.account_id and m.user_id = k.created_by
left join call_windows w on w.account_id = k.account_id
where c.secret_hash = any($1::bytea[]) and c.kind = 'long_lived'
