import type { Pool } from "pg";

import { createDayPartitions } from "../db/day-partitions";

const DAYS = 10;
const DAY_MS = 86_400_000;

/** Records calls of random keys, as many on each of the last days, today included. */
export async function seedCalls(owner: Pool, keys: number, count: number): Promise<void> {
  const client = await owner.connect();
  try {
    await createDayPartitions(client, new Date(Date.now() - DAYS * DAY_MS));
  } finally {
    client.release();
  }
  for (let day = 0; day < DAYS; day += 1) {
    await owner.query(INSERT, [Math.ceil(count / DAYS), day, keys]);
  }
  await owner.query("vacuum analyze calls");
}

/** `$1` calls of the day that ended `$2` days ago, of keys 0 to `$3` - 1. */
const INSERT = `
insert into calls (id, at, account_id, key_id, credential_id, method, path, code, scopes_needed, address)
select gen_random_uuid(), now() - make_interval(days => $2::int, secs => random() * 3600), k.account_id, k.id, k.id,
  'GET', '/api/rest/v6/agreements', 'allowed', array['agreements:read'], '192.0.2.1'
from (select ('01990004-0000-7000-8000-' || lpad(to_hex(floor(random() * $3::int)::int), 12, '0'))::uuid as id
  from generate_series(1, $1::int)) as r
join integration_keys k on k.id = r.id`;
