/** How events get on a chain (R11): written by whoever changes something, in the transaction of the change. */
import { eq, sql } from "drizzle-orm";

import {
  CHAIN_START,
  type Actor,
  type AuditEntry,
  type ChainedEvent,
} from "../lib/domain/record/audit-event";
import { maskSecretsIn } from "../lib/domain/secrets/secrets-in-text";
import { hashEvent } from "../lib/platform/event-hash";
import { newId } from "../lib/platform/ids";
import type { Transaction } from "./client";
import { auditChains, auditEvents } from "./schema/audit-events";

/** The request that something was changed by. */
export type RecordedRequest = {
  readonly requestId: string;
  readonly address: string | null;
  readonly userAgent: string | null;
};

/** Appends to a chain inside the transaction of the change. Writers of one chain wait for each other. */
export async function appendAudit(
  tx: Transaction,
  chainId: string,
  actor: Actor,
  request: RecordedRequest,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx
    .insert(auditChains)
    .values({ chainId, lastSequence: 0, lastHash: CHAIN_START })
    .onConflictDoNothing();
  const [chain] = await tx
    .select({
      lastSequence: auditChains.lastSequence,
      lastHash: auditChains.lastHash,
      now: sql<string>`to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
    })
    .from(auditChains)
    .where(eq(auditChains.chainId, chainId))
    .for("update");
  if (!chain) throw new Error(`The audit chain ${chainId} is gone`);

  let { lastSequence: sequence, lastHash: previousHash } = chain;
  for (const entry of entries) {
    sequence += 1;
    const event = chainedEvent({ chainId, sequence, previousHash, at: chain.now }, actor, request, entry);
    const hash = hashEvent(event);
    await tx.insert(auditEvents).values({ ...event, at: new Date(event.at), hash });
    previousHash = hash;
  }
  await tx
    .update(auditChains)
    .set({ lastSequence: sequence, lastHash: previousHash })
    .where(eq(auditChains.chainId, chainId));
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
