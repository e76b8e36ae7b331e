import type { KeptHeader } from "../../domain/request-logs/masked-request";
import type { LoggedCode } from "../../domain/request-logs/request-logging";
import { runStatement, type GateDatabase } from "../statement/statement";

/** Whose request log takes a request, and what is known of the request by its check. */
export type LogPlace = {
  readonly userId: string;
  readonly accountId: string;
  readonly keyId: string;
  /** The call's time. */
  readonly at: Date;
};

/** A request with its answer, for the log of the person whom it acted as. Masked already. */
export type NewLogEntry = LogPlace & {
  readonly id: string;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly KeptHeader[];
  readonly address: string | null;
  readonly code: LoggedCode;
  readonly status: number;
  readonly durationMicroseconds: number;
};

/**
 * Places are claimed under the lock of the person's row, and the entries of a batch are written for as many as there were:
 * any number of gates fill a log exactly, and the last place switches logging off. Rows are locked in the order of the
 * people's ids, and nothing else is waited for under them.
 */
const LOG = {
  name: "gate_log_requests",
  text: `
with input as materialized (
  select * from json_to_recordset($1::json) as r(
    n int, id uuid, user_id uuid, account_id uuid, key_id uuid, at timestamptz, method text, target text, headers jsonb,
    address text, code text, status smallint, duration_microseconds int)
),
logging as materialized (
  select id as user_id, log_requests_left as places from users
  where id = any($2::uuid[]) and log_requests_left is not null
  order by id for no key update
),
placed as materialized (
  select i.*, row_number() over (partition by i.user_id order by i.n)::int as place, l.places
  from input i join logging l on l.user_id = i.user_id
),
claimed as (
  update users u set log_requests_left = nullif(greatest(p.places - p.requests, 0), 0)::smallint
  from (select user_id, max(places) as places, count(*)::int as requests from placed group by user_id) p
  where u.id = p.user_id
)
insert into request_log_entries (id, user_id, account_id, key_id, at, method, target, headers, address, code, status,
  duration_microseconds)
select id, user_id, account_id, key_id, at, method, target, headers, address, code, status, duration_microseconds
from placed where place <= places`,
} as const;

/**
 * Logs requests, each where its person's log has a place left. Called for requests alone whose person had logging enabled
 * when they were looked up: for everybody else nothing is asked.
 * @returns nothing for each, in the form of a batch
 */
export async function logRequests(
  database: GateDatabase,
  entries: readonly NewLogEntry[],
): Promise<undefined[]> {
  await runStatement(database, LOG, [
    JSON.stringify(entries.map(toInput)),
    [...new Set(entries.map((entry) => entry.userId))],
  ]);
  return entries.map(() => undefined);
}

function toInput(entry: NewLogEntry, n: number) {
  return {
    n,
    id: entry.id,
    user_id: entry.userId,
    account_id: entry.accountId,
    key_id: entry.keyId,
    at: entry.at,
    method: entry.method,
    target: entry.target,
    headers: entry.headers,
    address: entry.address,
    code: entry.code,
    status: entry.status,
    duration_microseconds: entry.durationMicroseconds,
  };
}
