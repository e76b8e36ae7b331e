/**
 * What changes a person's request log, whoever asks for it: the console, and a program at the gate. Both do the same, in a
 * transaction of their own, and put on the person's record what comes back.
 */
import { and, eq, sql } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";

import type { AuditEntry } from "../../lib/domain/record/audit-event";
import {
  remainingEntries,
  stepLogging,
  type LoggingState,
  type LoggingStep,
} from "../../lib/domain/request-logs/request-logging";
import { requestLogEntries } from "./request-logs";
import { users } from "./users";

type Reader = Pick<NodePgDatabase, "select">;
type Writer = Pick<NodePgDatabase, "select" | "update" | "delete">;

/** Written out: in a query of one table the builder leaves the names of tables away. */
const ENTRIES = sql<number>`(select count(*)::int from request_log_entries e where e.user_id = users.id)`;

/** A person's logging as it is now; null where there is no such person. */
export async function findLogging(db: Reader, userId: string): Promise<LoggingState | null> {
  const [row] = await db
    .select({ left: users.logRequestsLeft, entries: ENTRIES })
    .from(users)
    .where(eq(users.id, userId));
  return row ?? null;
}

export type LoggingChange =
  | { readonly type: "enable" }
  | { readonly type: "disable" }
  /** Takes out all requests, or those that acted in one account. */
  | { readonly type: "clear"; readonly accountId: string | null };

/** What a change came to: the state after it, and what goes on the person's record; null for nothing. */
export type LoggingOutcome = {
  readonly step: LoggingStep["type"];
  readonly state: LoggingState;
  readonly audit: AuditEntry | null;
};

/**
 * Changes a person's logging under the lock that gates claim places under: what they have not claimed by now they find
 * changed. Null where there is no such person.
 */
export async function changeLogging(
  tx: Writer,
  userId: string,
  change: LoggingChange,
): Promise<LoggingOutcome | null> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("no key update");
  // A statement of its own: it sees what was committed while the lock was waited for.
  const before = await findLogging(tx, userId);
  if (!before) return null;
  const cleared = change.type === "clear" ? await clear(tx, userId, change.accountId) : 0;
  const step = stepLogging(before, change.type === "clear" ? { type: "clear", entries: cleared } : change);
  if (step.type !== "stepped") return { step: step.type, state: before, audit: null };
  const { left } = step.state;
  await tx.update(users).set({ logRequestsLeft: left }).where(eq(users.id, userId));
  return { step: step.type, state: step.state, audit: entryOf(userId, change, before, step.state) };
}

async function clear(tx: Writer, userId: string, accountId: string | null): Promise<number> {
  const own = eq(requestLogEntries.userId, userId);
  const deleted = await tx
    .delete(requestLogEntries)
    .where(accountId === null ? own : and(own, eq(requestLogEntries.accountId, accountId)));
  return deleted.rowCount ?? 0;
}

const ACTIONS = {
  enable: "request_logging.enabled",
  disable: "request_logging.disabled",
  clear: "request_log.cleared",
} as const;

function entryOf(
  userId: string,
  { type }: LoggingChange,
  before: LoggingState,
  after: LoggingState,
): AuditEntry {
  return {
    action: ACTIONS[type],
    subject: { kind: "request_log", id: userId, name: "Request log" },
    ...(type === "clear"
      ? { before: { requests: before.entries }, after: { requests: after.entries } }
      : { after: { remainingEntries: remainingEntries(after) } }),
  };
}
