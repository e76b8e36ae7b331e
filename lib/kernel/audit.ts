import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { auditChains, auditEvents } from "@/db/schema/audit-events";

import {
  canonicalJson,
  CHAIN_START,
  type ActorKind,
  type AuditAction,
  type ChainedEvent,
  type JsonObject,
} from "../domain/audit-event";
import { newId } from "../platform/ids";
import type { RequestInfo } from "./context";

/** What a change leaves on the record (R11): never a secret, never a hash of one. */
export type AuditEntry = {
  readonly action: AuditAction;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  readonly before?: JsonObject | null;
  readonly after?: JsonObject | null;
  readonly reason?: string | null;
};

export type Actor = { readonly kind: ActorKind; readonly id: string | null; readonly name: string };

/** SHA-256 over the canonical JSON of the event, which names the hash of the one before it. */
export function hashEvent(event: ChainedEvent): string {
  return createHash("sha256").update(canonicalJson(event)).digest("hex");
}

/** Appends to a chain inside the transaction of the change. Writers of one chain wait for each other. */
export async function appendAudit(
  tx: Transaction,
  chainId: string,
  actor: Actor,
  request: RequestInfo,
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
  request: RequestInfo,
  entry: AuditEntry,
): ChainedEvent {
  return {
    ...place,
    id: newId(),
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    action: entry.action,
    subjectKind: entry.subject.kind,
    subjectId: entry.subject.id,
    subjectName: entry.subject.name,
    before: entry.before ?? null,
    after: entry.after ?? null,
    reason: entry.reason ?? null,
    address: request.address,
    userAgent: request.userAgent,
    requestId: request.requestId,
  };
}
