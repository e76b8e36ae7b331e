import { and, asc, eq, gt, lte, sql } from "drizzle-orm";

import { auditChains, auditEvents } from "@/db/schema/audit-events";

import type { ChainFault, ChainVerification } from "../contracts/audit";
import { CHAIN_START } from "../domain/audit-event";
import { hashEvent } from "../kernel/audit";
import type { AccountContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import { read } from "../kernel/read";
import { selectEvents, toAuditEvent, type EventRow } from "./audit-event";

const BATCH = 500;

type Place = { sequence: number; hash: string };
type Fault = { readonly sequence: number; readonly kind: ChainFault };

/** The check of the account's own chain (R11, I7). @throws DomainError forbidden */
export function verifyAuditChain(ctx: AccountContext): Promise<ChainVerification> {
  return read(ctx, "audit:read", (db) => verifyChain(db, ctx.account.id));
}

/**
 * Reads a chain from its start to the end that `audit_chains` keeps aside and reports the first fault: an event that
 * is gone, was changed, or does not follow the one before it. Every hash is computed anew. Events that are written
 * while it reads are left to the next check.
 * @param chainId the account, or the user for what concerns a person alone
 */
export async function verifyChain(db: Database | Transaction, chainId: string): Promise<ChainVerification> {
  const head = await findHead(db, chainId);
  const place: Place = { sequence: 0, hash: CHAIN_START };
  const fault = (await walk(db, chainId, head.sequence, place)) ?? faultAtHead(head, place);
  return { isValid: fault === null, events: head.sequence, headHash: head.hash, firstFault: fault };
}

/** The end that was kept aside, and the newest event, as one statement sees them. */
async function findHead(db: Database | Transaction, chainId: string): Promise<Place & { newest: number }> {
  const [row] = await db
    .select({
      sequence: auditChains.lastSequence,
      hash: auditChains.lastHash,
      newest:
        sql`(select max(${auditEvents.sequence}) from ${auditEvents} where ${auditEvents.chainId} = wanted.id)`.mapWith(
          auditEvents.sequence,
        ),
    })
    .from(sql`(values (${chainId}::uuid)) as wanted(id)`)
    .leftJoin(auditChains, sql`${auditChains.chainId} = wanted.id`);
  return { sequence: row?.sequence ?? 0, hash: row?.hash ?? CHAIN_START, newest: row?.newest ?? 0 };
}

/** Moves `place` along the chain to its end, or to the first fault, which is returned. */
async function walk(
  db: Database | Transaction,
  chainId: string,
  end: number,
  place: Place,
): Promise<Fault | null> {
  while (place.sequence < end) {
    const rows = await selectEvents(db)
      .where(
        and(
          eq(auditEvents.chainId, chainId),
          gt(auditEvents.sequence, place.sequence),
          lte(auditEvents.sequence, end),
        ),
      )
      .orderBy(asc(auditEvents.sequence))
      .limit(BATCH);
    if (rows.length === 0) return { sequence: place.sequence + 1, kind: "missing" };
    for (const row of rows) {
      const fault = faultOf(chainId, row, place);
      if (fault) return fault;
      place.sequence = row.sequence;
      place.hash = row.hash;
    }
  }
  return null;
}

function faultOf(chainId: string, row: EventRow, before: Place): Fault | null {
  const expected = before.sequence + 1;
  if (row.sequence !== expected) return { sequence: expected, kind: "missing" };
  const { hash, ...event } = toAuditEvent(row);
  if (hashEvent({ chainId, ...event }) !== hash) return { sequence: expected, kind: "changed" };
  return row.previousHash === before.hash ? null : { sequence: expected, kind: "unlinked" };
}

function faultAtHead(head: Place & { newest: number }, place: Place): Fault | null {
  if (head.hash !== place.hash) return { sequence: head.sequence, kind: "head" };
  return head.newest > head.sequence ? { sequence: head.sequence + 1, kind: "unregistered" } : null;
}
