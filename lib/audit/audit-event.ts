/** How events are read from the database: one select list, one wire form. */
import { and, eq, gte, inArray, lte, or, sql, type SQL } from "drizzle-orm";

import { auditEvents, eventCase, eventDetails, eventText } from "@/db/schema/audit-events";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { AuditEvent, AuditFilterInput } from "../contracts/accounts/audit";
import {
  actionsSaidWith,
  actorKindsSaidWith,
  spellingsInDetails,
  wordsOfSearch,
} from "../domain/record/audit-search";
import type { Reader } from "../kernel/database";

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
export function selectEvents(db: Reader) {
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
    ...wordsOfSearch(filters.q ?? "").map(hasWord),
    filters.keyId ? isAboutKey(chainId, filters.keyId) : undefined,
    filters.action ? eq(auditEvents.action, filters.action) : undefined,
    filters.actorId ? eq(auditEvents.actorId, filters.actorId) : undefined,
    filters.subjectId ? eq(auditEvents.subjectId, filters.subjectId) : undefined,
    filters.from ? gte(auditEvents.at, filters.from) : undefined,
    filters.to ? lte(auditEvents.at, filters.to) : undefined,
  );
}

/** How a word is looked for in an event. The database lowers both sides: its locale says how beyond ASCII. */
function hasWord(word: string): SQL | undefined {
  const [actions, kinds] = [actionsSaidWith(word), actorKindsSaidWith(word)];
  return or(
    sql`${eventText} like lower(${patternOf(word)})`,
    ...spellingsInDetails(word).map((spelling) => sql`${eventDetails} like lower(${patternOf(spelling)})`),
    /^\d+$/.test(word) ? eq(eventCase, word) : undefined,
    actions.length > 0 ? inArray(auditEvents.action, actions) : undefined,
    kinds.length > 0 ? inArray(auditEvents.actorKind, kinds) : undefined,
  );
}

function patternOf(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/** As the key's own Activity has it. */
function isAboutKey(accountId: string, keyId: string): SQL | undefined {
  const replaced = sql`(select ${integrationKeys.replacesKeyId} from ${integrationKeys} where ${integrationKeys.accountId} = ${accountId} and ${integrationKeys.id} = ${keyId})`;
  return or(
    eq(auditEvents.subjectId, keyId),
    and(eq(auditEvents.action, "key.replaced"), eq(auditEvents.subjectId, replaced)),
  );
}
