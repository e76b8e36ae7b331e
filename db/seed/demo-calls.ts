import { sql } from "drizzle-orm";

import type { Transaction } from "../client";
import type { DemoTenants } from "./demo-accounts";
import { DEMO_ACCOUNTS } from "./demo-people";
import { BURST_SECONDS, HOUR_SECONDS, windowStart } from "../../lib/domain/calls/limits";
import { idAt } from "../../lib/platform/ids";
import { historyOf, type DemoCall } from "./demo-history";
import type { DemoKeyRow } from "./demo-key-rows";
import { playScript } from "./demo-script";

const ROWS_PER_STATEMENT = 2_500;
const SEED = 20_260;

/** What called, as the record of a call names it, and its calls. */
export type CallingKey = {
  readonly ids: {
    readonly accountId: string;
    readonly keyId: string;
    readonly credentialId: string;
    readonly userId: string;
  };
  readonly calls: readonly DemoCall[];
};

/** The calls of the demo's long-lived keys in the last 30 days. */
export function keyCalls(keys: readonly DemoKeyRow[], tenants: DemoTenants, now: Date): CallingKey[] {
  return keys.map((key, index) => ({
    ids: {
      accountId: key.accountId,
      keyId: key.id,
      credentialId: key.credentialId,
      userId: tenants.people[key.spec.by],
    },
    calls: callsOf(key, index, now),
  }));
}

/** Writes calls, and all that the gate would have counted from them. */
export async function seedCalls(tx: Transaction, calling: readonly CallingKey[], now: Date): Promise<number> {
  const rows = calling.flatMap(({ ids, calls }) => calls.map((call) => toRow(ids, call)));
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    const batch = JSON.stringify(rows.slice(from, from + ROWS_PER_STATEMENT));
    await tx.execute(sql`
      insert into calls (id, at, account_id, key_id, credential_id, user_id, method, path, code, scopes_needed, address, user_agent)
      select * from json_to_recordset(${batch}::json) as row(
        id uuid, at timestamptz, account_id uuid, key_id uuid, credential_id uuid, user_id uuid, method text, path text, code text,
        scopes_needed text[], address text, user_agent text)`);
  }
  await countCalls(tx);
  await openWindows(tx, now);
  return rows.length;
}

function callsOf({ spec, createdAt, life }: DemoKeyRow, index: number, now: Date): DemoCall[] {
  if (spec.script) return playScript(spec.script.calls, spec.script.caller, now);
  if (!spec.traffic) return [];
  const { environment } = DEMO_ACCOUNTS[spec.account];
  const key = { life, createdAt, environment, scopes: spec.scopes, allowedRanges: spec.allowedRanges ?? [] };
  return historyOf(key, spec.traffic, SEED + index, now);
}

function toRow({ accountId, keyId, credentialId, userId }: CallingKey["ids"], call: DemoCall) {
  return {
    id: idAt(call.at),
    at: call.at,
    account_id: accountId,
    key_id: keyId,
    credential_id: credentialId,
    user_id: userId,
    method: call.method,
    path: call.path,
    code: call.code,
    scopes_needed: call.scopes,
    address: call.address,
    user_agent: call.userAgent,
  };
}

/** R10: what is used of the present hour's limit, so that "last used 5 minutes ago" and "0 calls this hour" never meet. */
async function openWindows(tx: Transaction, now: Date): Promise<void> {
  const [hour, burst] = [HOUR_SECONDS, BURST_SECONDS].map((size) => windowStart(now, size).toISOString());
  await tx.execute(sql`
    insert into call_windows (account_id, hour_start, hour_count, burst_start, burst_count)
    select account_id, ${hour}::timestamptz, count(*), ${burst}::timestamptz,
      count(*) filter (where at >= ${burst}::timestamptz)
    from calls where code = 'allowed' and at >= ${hour}::timestamptz group by account_id`);
}

async function countCalls(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    insert into call_hours (key_id, hour, code, account_id, count)
    select key_id, date_trunc('hour', at, 'UTC'), code, account_id, count(*) from calls group by 1, 2, 3, 4`);
  // Calls from before the 30 days are no longer kept, but the first of them is remembered.
  await tx.execute(sql`
    insert into key_activity
      (key_id, account_id, first_call_at, last_call_at, last_code, last_address, last_user_agent, last_allowed_at)
    select distinct on (c.key_id) c.key_id, c.account_id,
      case when k.created_at < now() - interval '30 days' then k.created_at + interval '3 hours' else min(c.at) over k end,
      c.at, c.code, c.address, c.user_agent, max(c.at) filter (where c.code = 'allowed') over k
    from calls c join integration_keys k on k.id = c.key_id
    window k as (partition by c.key_id)
    order by c.key_id, c.at desc, c.id desc`);
  await tx.execute(sql`
    insert into scope_uses (key_id, account_id, scope, last_used_at)
    select key_id, account_id, scope, max(at) from calls, unnest(scopes_needed) as scope
    where code = 'allowed' group by key_id, account_id, scope`);
}
