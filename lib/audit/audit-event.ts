/** How events are read from the database: one select list, one wire form. */
import { and, eq, gte, lte, type SQL } from "drizzle-orm";

import { auditEvents } from "@/db/schema/audit-events";

import type { AuditEvent, AuditFilterInput } from "../contracts/audit";
import type { Database, Transaction } from "../kernel/database";

const COLUMNS = {
  sequence: auditEvents.sequence,
  id: auditEvents.id,
  at: auditEvents.at,
  actorKind: auditEvents.actorKind,
  actorId: auditEvents.actorId,
  actorName: auditEvents.actorName,
  action: auditEvents.action,
  subjectKind: auditEvents.subjectKind,
  subjectId: auditEvents.subjectId,
  subjectName: auditEvents.subjectName,
  before: auditEvents.before,
  after: auditEvents.after,
  reason: auditEvents.reason,
  address: auditEvents.address,
  userAgent: auditEvents.userAgent,
  requestId: auditEvents.requestId,
  previousHash: auditEvents.previousHash,
  hash: auditEvents.hash,
};

/** Events with every column; callers add the WHERE with the chain's id, order and limit. */
export function selectEvents(db: Database | Transaction) {
  return db.select(COLUMNS).from(auditEvents).$dynamic();
}

export type EventRow = Awaited<ReturnType<typeof selectEvents>>[number];

/** The wire form of a row. */
export function toAuditEvent(row: EventRow): AuditEvent {
  return { ...row, at: row.at.toISOString() };
}

/** The filters of list and export as a condition, the chain always among them. */
export function matches(chainId: string, filters: AuditFilterInput): SQL | undefined {
  return and(
    eq(auditEvents.chainId, chainId),
    filters.action ? eq(auditEvents.action, filters.action) : undefined,
    filters.actorId ? eq(auditEvents.actorId, filters.actorId) : undefined,
    filters.subjectId ? eq(auditEvents.subjectId, filters.subjectId) : undefined,
    filters.from ? gte(auditEvents.at, filters.from) : undefined,
    filters.to ? lte(auditEvents.at, filters.to) : undefined,
  );
}
