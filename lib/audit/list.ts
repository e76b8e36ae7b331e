import { and, desc, eq, isNotNull, lt, max } from "drizzle-orm";

import { auditEvents } from "@/db/schema/audit-events";

import type { AuditActorList, AuditEventList, AuditListInput } from "../contracts/accounts/audit";
import type { AccountContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { read } from "../kernel/read";
import { matches, selectEvents, toAuditEvent } from "./audit-event";

/** Filters that a person picks from are short; the rest is found by address. */
const ACTORS_MAX = 200;

/**
 * The account's record, newest first, a page at a time by keyset: `nextCursor` is the last sequence of the page.
 * @throws DomainError forbidden
 */
export function listAuditEvents(ctx: AccountContext, input: AuditListInput): Promise<AuditEventList> {
  return read(ctx, "audit:read", async (db) => {
    const rows = await eventPageQuery(db, ctx.account.id, input);
    const page = rows.slice(0, input.limit);
    return {
      data: page.map(toAuditEvent),
      nextCursor: rows.length > input.limit ? (page.at(-1)?.sequence ?? null) : null,
    };
  });
}

/** A page, and one event more to see whether there is another. */
export function eventPageQuery(db: Reader, accountId: string, input: AuditListInput) {
  return selectEvents(db)
    .where(and(matches(accountId, input), input.cursor ? lt(auditEvents.sequence, input.cursor) : undefined))
    .orderBy(desc(auditEvents.sequence))
    .limit(input.limit + 1);
}

/** Everybody who is on the account's record, by their latest name, for the filter. @throws DomainError forbidden */
export function listAuditActors(ctx: AccountContext): Promise<AuditActorList> {
  return read(ctx, "audit:read", async (db) => {
    const rows = await actorsQuery(db, ctx.account.id);
    const byId = new Map<string, { id: string; name: string; kind: (typeof rows)[number]["kind"] }>();
    for (const { id, name, kind } of rows) if (id !== null && !byId.has(id)) byId.set(id, { id, name, kind });
    return { data: [...byId.values()].toSorted((a, b) => a.name.localeCompare(b.name)) };
  });
}

export function actorsQuery(db: Reader, accountId: string) {
  return db
    .select({
      id: auditEvents.actorId,
      name: auditEvents.actorName,
      kind: auditEvents.actorKind,
      last: max(auditEvents.sequence),
    })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, accountId), isNotNull(auditEvents.actorId)))
    .groupBy(auditEvents.actorId, auditEvents.actorName, auditEvents.actorKind)
    .orderBy(desc(max(auditEvents.sequence)))
    .limit(ACTORS_MAX);
}

/** What the subject of events was called last; null where the account's record has none about it. @throws DomainError forbidden */
export function nameAuditSubject(ctx: AccountContext, subjectId: string): Promise<string | null> {
  return read(ctx, "audit:read", async (db) => {
    const [latest] = await db
      .select({ name: auditEvents.subjectName })
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, ctx.account.id), eq(auditEvents.subjectId, subjectId)))
      .orderBy(desc(auditEvents.sequence))
      .limit(1);
    return latest?.name ?? null;
  });
}
