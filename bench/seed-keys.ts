/** Fills the database with keys whose secrets are known (see secrets.ts): accounts with 100 keys each, no limits. */
import type { Pool } from "pg";

import { sha256 } from "../lib/platform/secrets/secrets";
import { benchSecret } from "./secrets";

export const KEYS_PER_ACCOUNT = 100;
const KEYS_PER_STATEMENT = 20_000;
/** The largest integer that PostgreSQL's type holds. */
const NO_LIMIT = 2_147_483_647;
/** Tables that are filled without their indexes, which are made again afterwards: a third of the time. */
const FILLED = ["integration_keys", "credentials"];

/** Ids that name the number of what they belong to: `…-0000000000ff` is number 255. */
const ID = (kind: number, number: string) =>
  `('0199000${kind}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

const ACCOUNTS = `
with n as (select generate_series(0, $1::int - 1) as n),
people as (
  insert into users (id, email, name) select ${ID(1, "n")}, 'bench-' || n || '@bench.example', 'Bench ' || n from n
),
made as (
  insert into accounts (id, name, environment, plan, has_integration_keys, hourly_limit, burst_limit)
  select ${ID(2, "n")}, 'Bench ' || n, 'production', 'enterprise', true, ${NO_LIMIT}, ${NO_LIMIT} from n
),
policies as (insert into key_policies (account_id) select ${ID(2, "n")} from n)
insert into memberships (id, account_id, environment, user_id, profile)
select ${ID(3, "n")}, ${ID(2, "n")}, 'production', ${ID(1, "n")}, 'admin' from n`;

const KEYS = `
with n as (select $1::int + ordinality - 1 as n, hash, last_four
  from unnest($2::bytea[], $3::text[]) with ordinality as t(hash, last_four, ordinality)),
made as (
  insert into integration_keys (id, account_id, environment, client_id, name, method, scopes, created_by,
    created_at, expires_at, prefix, last_four)
  select ${ID(4, "n")}, ${ID(2, `n / ${KEYS_PER_ACCOUNT}`)}, 'production', gen_random_uuid(), 'Bench key ' || n,
    'long_lived', array['agreements:read', 'users:read'], ${ID(1, `n / ${KEYS_PER_ACCOUNT}`)}, now(),
    now() + interval '1 year', 'ik_live', last_four
  from n
)
insert into credentials (id, key_id, account_id, kind, secret_hash, created_at)
select ${ID(5, "n")}, ${ID(4, "n")}, ${ID(2, `n / ${KEYS_PER_ACCOUNT}`)}, 'long_lived', hash, now() from n`;

/** Makes keys 0 to `count` - 1, unless this database has them already. */
export async function seedKeys(pool: Pool, count: number): Promise<void> {
  const { rows } = await pool.query<{ keys: number }>(
    "select count(*)::int as keys from credentials where kind = 'long_lived'",
  );
  const present = rows[0]?.keys ?? 0;
  if (present === count) return;
  if (present > 0)
    throw new Error(`This database has ${present} keys instead of ${count}. Take an empty one.`);
  const restore = await dropIndexes(pool);
  await pool.query(ACCOUNTS, [Math.ceil(count / KEYS_PER_ACCOUNT)]);
  for (let first = 0; first < count; first += KEYS_PER_STATEMENT) {
    const secrets = Array.from({ length: Math.min(KEYS_PER_STATEMENT, count - first) }, (_, index) =>
      benchSecret(first + index),
    );
    await pool.query(KEYS, [first, secrets.map(sha256), secrets.map((secret) => secret.slice(-4))]);
  }
  for (const statement of restore) await pool.query(statement);
  await pool.query("vacuum analyze");
}

/** Drops those that no constraint rests on. @returns the statements that make them again */
async function dropIndexes(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index where indrelid = any($1::regclass[]) and not indisprimary
       and not exists (select from pg_constraint where conindid = indexrelid)`,
    [FILLED],
  );
  for (const row of rows) await pool.query(`drop index ${row.name}`);
  return rows.map((row) => row.definition);
}
