/** How events get on a chain (R11): written by whoever changes something, in the transaction of the change. */
import { inArray, sql } from "drizzle-orm";

import {
  CHAIN_START,
  type Actor,
  type AuditEntry,
  type ChainedEvent,
} from "../lib/domain/record/audit-event";
import { maskSecretsIn } from "../lib/domain/secrets/secrets-in-text";
import { hashEvent } from "../lib/platform/secrets/event-hash";
import { newId } from "../lib/platform/ids";
import type { Transaction } from "./client";
import { auditChains, auditEvents } from "./schema/audit-events";

/** The request that something was changed by. */
export type RecordedRequest = {
  readonly requestId: string;
  readonly address: string | null;
  readonly userAgent: string | null;
};

/** Entries by the chains that they go on. */
export type RecordedEntries = readonly (readonly [chainId: string, entries: readonly AuditEntry[]])[];

/** Appends to a chain inside the transaction of the change. Writers of one chain wait for each other. */
export function appendAudit(
  tx: Transaction,
  chainId: string,
  actor: Actor,
  request: RecordedRequest,
  entries: readonly AuditEntry[],
): Promise<void> {
  return appendAll(tx, [[chainId, entries]], actor, request);
}

/**
 * Appends to several chains, whose rows it takes in the order of their ids: with as many statements as for one, so that a person
 * in hundreds of accounts is on all their records in a moment.
 * @param records each chain once
 */
export async function appendAll(
  tx: Transaction,
  records: RecordedEntries,
  actor: Actor,
  request: RecordedRequest,
): Promise<void> {
  const wanted = records.filter(([, entries]) => entries.length > 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (wanted.length === 0) return;
  const ids = wanted.map(([chainId]) => chainId);
  await tx
    .insert(auditChains)
    .values(ids.map((chainId) => ({ chainId, lastSequence: 0, lastHash: CHAIN_START })))
    .onConflictDoNothing();
  const chains = await lockChains(tx, ids);
  const events: (typeof auditEvents.$inferInsert)[] = [];
  const heads = wanted.map(([chainId, entries]) => {
    const chain = chains.get(chainId);
    if (!chain) throw new Error(`The audit chain ${chainId} is gone`);
    let { lastSequence: sequence, lastHash: previousHash } = chain;
    for (const entry of entries) {
      sequence += 1;
      const event = chainedEvent({ chainId, sequence, previousHash, at: chain.now }, actor, request, entry);
      const hash = hashEvent(event);
      events.push({ ...event, at: new Date(event.at), hash });
      previousHash = hash;
    }
    return sql`(${chainId}::uuid, ${sequence}::bigint, ${previousHash})`;
  });
  for (let from = 0; from < events.length; from += EVENTS_AT_ONCE) {
    await tx.insert(auditEvents).values(events.slice(from, from + EVENTS_AT_ONCE));
  }
  await tx.execute(
    sql`update ${auditChains} as chain set last_sequence = head.sequence, last_hash = head.hash
        from (values ${sql.join(heads, sql`, `)}) as head (id, sequence, hash) where chain.chain_id = head.id`,
  );
}

/** A statement takes 65,535 values at most; an event has 18. */
const EVENTS_AT_ONCE = 1_000;

async function lockChains(tx: Transaction, ids: readonly string[]) {
  const rows = await tx
    .select({
      chainId: auditChains.chainId,
      lastSequence: auditChains.lastSequence,
      lastHash: auditChains.lastHash,
      now: sql<string>`to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    })
    .from(auditChains)
    .where(inArray(auditChains.chainId, [...ids]))
    .orderBy(auditChains.chainId)
    .for("update");
  return new Map(rows.map((row) => [row.chainId, row]));
}

function chainedEvent(
  place: Pick<ChainedEvent, "chainId" | "sequence" | "previousHash" | "at">,
  actor: Actor,
  request: RecordedRequest,
  entry: AuditEntry,
): ChainedEvent {
  return {
    ...place,
    id: newId(),
    actorKind: actor.kind,
    actorId: actor.id,
    action: entry.action,
    subjectKind: entry.subject.kind,
    subjectId: entry.subject.id,
    address: request.address,
    requestId: request.requestId,
    // The texts of others were masked where they came in. What gets past that must not stay for good all the same.
    ...maskSecretsIn({
      actorName: actor.name,
      subjectName: entry.subject.name,
      before: entry.before ?? null,
      after: entry.after ?? null,
      reason: entry.reason ?? null,
      userAgent: request.userAgent,
    }),
  };
}
