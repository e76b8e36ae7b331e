/**
 * The columns that decide about a credential, as SQL text: read by the gate's lookup and by "explain access" alike, so
 * that the two can't come apart (I10). Aliases: `c` the credential or access token, `k` its key, which the query joins
 * by itself, `a` the key's management account, `b` the account that the credential acts in. A row of them is
 * `KeyFactsRow` of lib/domain/verdict/key-facts.ts.
 */
const ownColumns = (granting: "k" | "c", resource: string) => `
  c.expires_at as credential_expires_at, c.revoked_at as credential_revoked_at,
  k.method, k.environment, ${granting}.scopes, ${resource} as resource, k.allowed_ranges,
  k.expires_at as key_expires_at, k.revoked_at as key_revoked_at, k.retires_at as key_retires_at,
  now() as now`;

const columns = (
  acting: "a" | "b",
  granting: "k" | "c",
  resource: string,
) => `${ownColumns(granting, resource)},
  u.id as user_id, u.name as user_name, u.status as user_status,
  m.profile, m.status as membership_status,
  a.environment as manager_environment, a.plan, a.has_integration_keys, a.status as manager_status,
  ${acting}.id as account_id, ${acting}.name as account_name, ${acting}.environment as account_environment,
  ${acting}.hourly_limit, ${acting}.burst_limit,
  w.hour_start, w.hour_count, w.burst_start, w.burst_count`;

/** Of the columns that decide about a long-lived key those of its own rows, `OwnFactsRow`: the others are of whom it acts as. */
export const KEY_OWN_COLUMNS = ownColumns("k", "null::text");

/** The columns that decide about a long-lived key, which acts as its creator in the account that manages it. */
export const KEY_FACTS_COLUMNS = columns("a", "k", "null::text");
export const KEY_FACTS_JOINS = keyFactsJoins("k.created_by");

/** The same for whoever acts by the key in the account that manages it, by an SQL expression of this code's own. */
export function keyFactsJoins(userId: string): string {
  return `
join accounts a on a.id = k.account_id
join users u on u.id = ${userId}
left join memberships m on m.account_id = k.account_id and m.user_id = u.id
left join call_windows w on w.account_id = k.account_id`;
}

/**
 * The columns that decide about an access token, which acts as its own user in its own account, with what was granted
 * to it.
 */
export const TOKEN_FACTS_COLUMNS = columns("b", "c", "c.resource");
export const TOKEN_FACTS_JOINS = `
join accounts a on a.id = k.account_id
join accounts b on b.id = c.account_id
join users u on u.id = c.user_id
left join memberships m on m.account_id = c.account_id and m.user_id = c.user_id
left join call_windows w on w.account_id = c.account_id`;
