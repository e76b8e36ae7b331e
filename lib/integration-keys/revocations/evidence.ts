/** What the record holds about the end of a key, each by an index, however much the key is called. */
import { and, asc, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";

import { auditEvents } from "@/db/schema/audit-events";
import { callHours, calls, keyLastCalls } from "@/db/schema/calls";

import type { KeyEnd, ReceiptCall, RevocationReceipt } from "../../contracts/keys/revocation-receipt";
import { HOUR_SECONDS, windowStart } from "../../domain/calls/limits";
import type { CallCode } from "../../domain/verdict/refusals";
import type { Reader } from "../../kernel/database";

/** Verdicts that only an ended key has. */
export const ENDED_CODES = ["revoked_key", "expired_key"] as const satisfies readonly CallCode[];

type Subject = { readonly accountId: string; readonly keyId: string };

const ofKey = ({ accountId, keyId }: Subject) => and(eq(calls.accountId, accountId), eq(calls.keyId, keyId));
const hoursOf = ({ accountId, keyId }: Subject) =>
  and(eq(callHours.accountId, accountId), eq(callHours.keyId, keyId));

const EVIDENCE_COLUMNS = {
  id: calls.id,
  at: calls.at,
  code: calls.code,
  address: calls.address,
  userAgent: calls.userAgent,
};

/** The last event of the record that ended the key; null for an expiry, which is nobody's act. */
export async function findEndEvent(
  db: Reader,
  { accountId, keyId }: Subject,
  end: KeyEnd,
): Promise<RevocationReceipt["auditEvent"]> {
  if (end === "expired") return null;
  const [event] = await db
    .select({
      action: auditEvents.action,
      sequence: auditEvents.sequence,
      at: auditEvents.at,
      hash: auditEvents.hash,
    })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.chainId, accountId),
        eq(auditEvents.subjectId, keyId),
        inArray(auditEvents.action, ["key.revoked", "key.replaced"]),
      ),
    )
    .orderBy(desc(auditEvents.sequence))
    .limit(1);
  return event ? { ...event, at: event.at.toISOString() } : null;
}

/**
 * The last accepted call of a key. Its instant is kept apart from the calls, so an ended key's many refusals are not
 * read.
 */
export async function findLastAccepted(db: Reader, subject: Subject): Promise<ReceiptCall | null> {
  const [lastCalls] = await db
    .select({ at: keyLastCalls.lastAllowedAt })
    .from(keyLastCalls)
    .where(and(eq(keyLastCalls.accountId, subject.accountId), eq(keyLastCalls.keyId, subject.keyId)));
  if (!lastCalls?.at) return null;
  const [call] = await db
    .select(EVIDENCE_COLUMNS)
    .from(calls)
    .where(and(ofKey(subject), eq(calls.at, lastCalls.at), eq(calls.code, "allowed")))
    .orderBy(desc(calls.id))
    .limit(1);
  const unknown = { id: null, at: lastCalls.at, code: "allowed" as const, address: null, userAgent: null };
  return toReceiptCall(call ?? unknown);
}

/** The first call that was refused for the end of the key. */
export async function findFirstRefused(
  db: Reader,
  subject: Subject,
  endedAt: Date,
): Promise<ReceiptCall | null> {
  const [call] = await db
    .select(EVIDENCE_COLUMNS)
    .from(calls)
    .where(and(ofKey(subject), gte(calls.at, endedAt), inArray(calls.code, [...ENDED_CODES])))
    .orderBy(asc(calls.at), asc(calls.id))
    .limit(1);
  return call ? toReceiptCall(call) : null;
}

function toReceiptCall<T extends { readonly at: Date }>(call: T) {
  return { ...call, at: call.at.toISOString() };
}

/** Accepted calls between the end and the instant from which it is in force, and from then on. */
export async function countAccepted(
  db: Reader,
  subject: Subject,
  endedAt: Date,
  inForceAt: Date,
): Promise<{ readonly meanwhile: number; readonly after: number }> {
  const nextHour = new Date(windowStart(inForceAt, HOUR_SECONDS).getTime() + HOUR_SECONDS * 1000);
  const [near] = await db
    .select({
      meanwhile: sql<number>`(count(*) filter (where ${calls.at} < ${inForceAt.toISOString()}::timestamptz))::int`,
      after: sql<number>`(count(*) filter (where ${calls.at} >= ${inForceAt.toISOString()}::timestamptz))::int`,
    })
    .from(calls)
    .where(
      and(
        ofKey(subject),
        gte(calls.at, endedAt < inForceAt ? endedAt : inForceAt),
        lt(calls.at, nextHour),
        eq(calls.code, "allowed"),
      ),
    );
  // From the next full hour on the hourly counts are exact, and a key that is called for months is a few rows.
  const [later] = await db
    .select({ calls: sql<number>`coalesce(sum(${callHours.count}), 0)::float8` })
    .from(callHours)
    .where(and(hoursOf(subject), gte(callHours.hour, nextHour), eq(callHours.code, "allowed")));
  return { meanwhile: near?.meanwhile ?? 0, after: (near?.after ?? 0) + (later?.calls ?? 0) };
}

/**
 * Refusals for this end of the key, by the hourly counts, which outlive the calls. A key that is revoked after its
 * expiry has refusals of both; only those of the verdict that goes with the end came after it.
 */
export async function countRefusedSince(db: Reader, subject: Subject, end: KeyEnd): Promise<number> {
  const code: CallCode = end === "expired" ? "expired_key" : "revoked_key";
  const [row] = await db
    .select({ calls: sql<number>`coalesce(sum(${callHours.count}), 0)::float8` })
    .from(callHours)
    .where(and(hoursOf(subject), eq(callHours.code, code)));
  return row?.calls ?? 0;
}
