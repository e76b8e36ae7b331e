/** A person's own request log, for a program that acts as this person. */
import { appendAudit } from "@/db/audit-chain";
import { databaseOf } from "@/db/client";
import {
  changeLogging,
  findLogging,
  type LoggingChange,
  type LoggingOutcome,
} from "@/db/schema/request-logging";

import type { KeptHeader } from "../../domain/request-logs/masked-request";
import type { LoggedFacts } from "../../domain/request-logs/log-file";
import type { LoggedCode, LoggingState } from "../../domain/request-logs/request-logging";
import { runStatement, type GateDatabase } from "../statement/statement";
import { runTransaction } from "../statement/transaction";
import { VerificationUnavailable } from "../statement/unavailable";

/** Whom a program acts as, where, with which key, and by which request. */
export type LogOwner = {
  readonly user: { readonly id: string; readonly name: string };
  readonly accountId: string;
  readonly clientId: string;
  readonly request: {
    readonly requestId: string;
    readonly address: string | null;
    readonly userAgent: string | null;
  };
};

const NOBODY: LoggingState = { left: null, entries: 0 };

/** Whether requests that act as the person are being logged. @throws VerificationUnavailable */
export async function readLogging({ pool }: GateDatabase, userId: string): Promise<LoggingState> {
  try {
    return (await findLogging(databaseOf(pool), userId)) ?? NOBODY;
  } catch (error) {
    throw new VerificationUnavailable("database_unavailable", error);
  }
}

/**
 * Changes the person's logging as the console does, and puts it on the person's record, with the GUID of the key by which it
 * was asked for.
 * @throws VerificationUnavailable
 */
export function changeOwnLogging(
  database: GateDatabase,
  { user, clientId, request }: LogOwner,
  change: LoggingChange,
): Promise<LoggingOutcome> {
  return runTransaction(database, async (tx) => {
    const done = await changeLogging(tx, user.id, change);
    if (!done) return { step: "unchanged", state: NOBODY, audit: null };
    if (done.audit) {
      const entry = { ...done.audit, after: { ...done.audit.after, clientId } };
      await appendAudit(tx, user.id, { kind: "user", ...user }, request, [entry]);
    }
    return done;
  });
}

type EntryRow = {
  readonly id: string;
  readonly at: Date;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly KeptHeader[];
  readonly address: string | null;
  readonly status: number;
  readonly code: LoggedCode;
  readonly duration_microseconds: number;
  readonly client_id: string;
  readonly key_name: string;
  readonly account_name: string;
};

/** Of one account alone, whatever else the person is in: a credential works for its own account (R7). */
const ENTRIES = `
select e.id, e.at, e.method, e.target, e.headers, e.address, e.status, e.code, e.duration_microseconds,
  k.client_id, k.name as key_name, a.name as account_name
from request_log_entries e
join integration_keys k on k.id = e.key_id
join accounts a on a.id = e.account_id
where e.user_id = $1 and e.account_id = $2`;

const LIST = { name: "gate_request_log", text: `${ENTRIES} order by e.at, e.id` } as const;
const ONE = { name: "gate_request_log_entry", text: `${ENTRIES} and e.id = $3` } as const;

/** The person's requests in the account, in the order in which they came: at most fifty. @throws VerificationUnavailable */
export async function listOwnLog(database: GateDatabase, owner: LogOwner): Promise<LoggedFacts[]> {
  const rows = await runStatement<EntryRow>(database, LIST, [owner.user.id, owner.accountId]);
  return rows.map((row) => toFacts(row, owner));
}

/** One of the person's requests in the account; null for another's. @throws VerificationUnavailable */
export async function findInOwnLog(
  database: GateDatabase,
  owner: LogOwner,
  id: string,
): Promise<LoggedFacts | null> {
  const [row] = await runStatement<EntryRow>(database, ONE, [owner.user.id, owner.accountId, id]);
  return row ? toFacts(row, owner) : null;
}

function toFacts(row: EntryRow, { accountId }: LogOwner): LoggedFacts {
  return {
    id: row.id,
    at: row.at.toISOString(),
    durationMilliseconds: row.duration_microseconds / 1_000,
    method: row.method,
    target: row.target,
    headers: row.headers.map(([name, value]) => ({ name, value })),
    address: row.address,
    status: row.status,
    code: row.code,
    key: { clientId: row.client_id, name: row.key_name },
    account: { id: accountId, name: row.account_name },
  };
}
