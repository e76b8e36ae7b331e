import { randomBytes } from "node:crypto";
import type { Pool } from "pg";

import type { Environment } from "../../lib/domain/people/profiles";
import { secretPrefix } from "../../lib/domain/secrets/key-secret";

export type ManyKeys = {
  readonly accountId: string;
  /** The member who is the creator of all of them. */
  readonly userId: string;
  readonly environment: Environment;
  readonly count: number;
};

const WHAT = "{Nightly,Hourly,Weekly,Staging,Legacy,Regional,Partner,Internal}";
const SYSTEM = "{CRM,ERP,HR,Billing,Archive,Warehouse,Portal,Helpdesk,Payroll,Ledger}";
const JOB = "{sync,export,import,report,webhook relay,backup,audit feed,reminder}";

/**
 * Fills an account with keys, made by the database itself in two statements: some revoked, some expired, some in
 * their overlap, all with a credential whose secret nobody knows. Ids are UUIDv7 over the last year, in order.
 */
export async function insertManyKeys(pool: Pool, input: ManyKeys): Promise<void> {
  const run = randomBytes(4).toString("hex");
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(INSERT_KEYS, [
      input.accountId,
      input.environment,
      input.userId,
      secretPrefix("ik", input.environment),
      input.count,
      run,
      WHAT,
      SYSTEM,
      JOB,
    ]);
    await client.query(INSERT_CREDENTIALS, [input.accountId, run]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
  await pool.query("analyze integration_keys");
  await pool.query("analyze credentials");
}

/** `$5` keys; key number n was made (`$5` - n) equal parts of a year ago, and its name ends in `$6`-n. */
const INSERT_KEYS = `
  with numbered as (
    select n, now() - interval '1 year' * ($5::int - n) / $5::int - interval '1 minute' as created_at, md5($6 || n) as noise
    from generate_series(1, $5::int) as n
  )
  insert into integration_keys
    (id, account_id, environment, client_id, name, method, scopes, created_by, created_at, expires_at,
     revoked_at, revoked_by, revoke_reason, retires_at, prefix, last_four)
  select
    (lpad(to_hex(floor(extract(epoch from created_at) * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3)
      || '8' || substr(noise, 4, 15))::uuid,
    $1::uuid, $2, gen_random_uuid(),
    ($7::text[])[1 + n % 8] || ' ' || ($8::text[])[1 + n / 8 % 10] || ' ' || ($9::text[])[1 + n / 80 % 8] || ' ' || $6 || '-' || n,
    'long_lived', array['agreements:read', 'users:read'], $3::uuid, created_at,
    case when n % 11 = 0 then created_at + interval '1 minute' else created_at + interval '1 year 1 day' end,
    case when n % 4 = 0 then created_at + interval '30 seconds' end,
    case when n % 4 = 0 then $3::uuid end,
    case when n % 4 = 0 then 'No longer needed' end,
    case when n % 97 = 1 then now() + interval '7 days' end,
    $4, substr(noise, 29, 4)
  from numbered`;

const INSERT_CREDENTIALS = `
  insert into credentials (id, key_id, account_id, kind, secret_hash, created_at)
  select gen_random_uuid(), id, account_id, 'long_lived', sha256(convert_to(id::text || $2, 'UTF8')), created_at
  from integration_keys
  where account_id = $1::uuid and name like '% ' || $2 || '-%'`;
