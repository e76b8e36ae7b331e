import { and, asc, eq, gt, lte, sql } from "drizzle-orm";

import { auditChains, auditEvents } from "@/db/schema/audit-events";

import type { ChainFault, ChainVerification } from "../contracts/accounts/audit";
import { CHAIN_START } from "../domain/record/audit-event";
import {
  BEGINNINGS,
  stateDifferences,
  stepRecorded,
  type RecordedThing,
  type StateDifference,
} from "../domain/record/recorded-state";
import { hashEvent } from "../platform/secrets/event-hash";
import type { AccountContext } from "../kernel/context";
import type { DriverReader, Reader } from "../kernel/database";
import { inSnapshot, read } from "../kernel/read";
import { selectEvents, type EventRow } from "./audit-event";
import { presentState } from "../kernel/present-state";

const BATCH = 1_000;
/** Differences that are named; the rest is counted. */
const NAMED_DIFFERENCES_MAX = 50;

type Place = { sequence: number; hash: string };
/** What the events that were read so far come to. */
type Reading = { readonly state: Map<string, RecordedThing>; hasBegun: boolean };
type Fault = { readonly sequence: number; readonly kind: ChainFault };

/** The check of the account's own record (R11, I7): its chain, and what is there now. @throws DomainError forbidden */
export function verifyAuditChain(ctx: AccountContext): Promise<ChainVerification> {
  return read(ctx, "audit:read", (db) => verifyChain(db, ctx.account.id));
}

/**
 * Reads a chain from its start to the end that `audit_chains` keeps aside and reports the first fault: an event that
 * is gone, was changed, or does not follow the one before it, and a record without a beginning, an empty one among them.
 * Every hash is computed anew. What a whole record leads to is then compared with the rows that are there, all in one
 * snapshot of the database.
 * @param chainId the account, or the user for what concerns a person alone
 */
export function verifyChain(db: DriverReader, chainId: string): Promise<ChainVerification> {
  return inSnapshot(db, (reader) => verifyInSnapshot(reader, chainId));
}

async function verifyInSnapshot(tx: Reader, chainId: string): Promise<ChainVerification> {
  const head = await findHead(tx, chainId);
  const place: Place = { sequence: 0, hash: CHAIN_START };
  const reading: Reading = { state: new Map(), hasBegun: false };
  const fault =
    (await walk(tx, chainId, head.sequence, place, reading)) ??
    faultAtHead(head, place) ??
    faultAtStart(head, reading);
  // From a record with a hole in it nothing follows about what should be there.
  const differences = fault === null ? await findDifferences(tx, chainId, reading) : [];
  return {
    isValid: fault === null && differences.length === 0,
    events: head.sequence,
    headHash: head.hash,
    firstFault: fault,
    differences: differences.slice(0, NAMED_DIFFERENCES_MAX),
    differenceCount: differences.length,
  };
}

async function findDifferences(tx: Reader, chainId: string, { state }: Reading): Promise<StateDifference[]> {
  return stateDifferences(state, (await presentState(tx, chainId)) ?? []);
}

function faultAtStart(head: Place, { hasBegun }: Reading): Fault | null {
  if (head.sequence === 0) return { sequence: 1, kind: "missing" };
  return hasBegun ? null : { sequence: 1, kind: "unbegun" };
}

/** The end that was kept aside, and the newest event, as one statement sees them. */
async function findHead(db: Reader, chainId: string): Promise<Place & { newest: number }> {
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

/**
 * Moves `place` along the chain to its end, or to the first fault, which is returned. The database reads the next events while
 * the hashes of these are computed.
 */
async function walk(
  db: Reader,
  chainId: string,
  end: number,
  place: Place,
  reading: Reading,
): Promise<Fault | null> {
  let rows = await readEvents(db, chainId, place.sequence, end);
  while (place.sequence < end) {
    const last = rows.at(-1);
    if (!last) return { sequence: place.sequence + 1, kind: "missing" };
    const following = readEvents(db, chainId, last.sequence, end);
    const fault = step(chainId, rows, place, reading);
    // Waited for in any case: the connection is the snapshot's, which answers nothing else before.
    rows = await following;
    if (fault) return fault;
  }
  return null;
}

async function readEvents(db: Reader, chainId: string, after: number, end: number): Promise<EventRow[]> {
  if (after >= end) return [];
  return selectEvents(db)
    .where(
      and(eq(auditEvents.chainId, chainId), gt(auditEvents.sequence, after), lte(auditEvents.sequence, end)),
    )
    .orderBy(asc(auditEvents.sequence))
    .limit(BATCH);
}

/** The same along a few events. */
function step(chainId: string, rows: readonly EventRow[], place: Place, reading: Reading): Fault | null {
  for (const row of rows) {
    const fault = faultOf(chainId, row, place);
    if (fault) return fault;
    place.sequence = row.sequence;
    place.hash = row.hash;
    reading.hasBegun ||= BEGINNINGS.includes(row.action);
    stepRecorded(reading.state, chainId, row);
  }
  return null;
}

function faultOf(chainId: string, row: EventRow, before: Place): Fault | null {
  const expected = before.sequence + 1;
  if (row.sequence !== expected) return { sequence: expected, kind: "missing" };
  const { hash, at, ...event } = row;
  if (hashEvent({ ...event, chainId, at: at.toISOString() }) !== hash)
    return { sequence: expected, kind: "changed" };
  return row.previousHash === before.hash ? null : { sequence: expected, kind: "unlinked" };
}

function faultAtHead(head: Place & { newest: number }, place: Place): Fault | null {
  if (head.hash !== place.hash) return { sequence: head.sequence, kind: "head" };
  return head.newest > head.sequence ? { sequence: head.sequence + 1, kind: "unregistered" } : null;
}
