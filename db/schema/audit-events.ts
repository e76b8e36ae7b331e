import { sql, type SQL } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

import { ACTOR_KINDS, AUDIT_ACTIONS, type JsonObject } from "../../lib/domain/record/audit-event";
import { instant } from "./columns";

/** The end of each chain; its row lock puts the writers of a chain in line. */
export const auditChains = pgTable("audit_chains", {
  /** The account, or the user for what concerns a person alone. */
  chainId: uuid("chain_id").primaryKey(),
  lastSequence: bigint("last_sequence", { mode: "number" }).notNull(),
  lastHash: text("last_hash").notNull(),
});

/** People, subject and reason. */
function textOf(table: Record<"actorName" | "subjectName" | "reason", AnyPgColumn>): SQL {
  return sql`lower(${table.actorName} || ' ' || ${table.subjectName} || ' ' || coalesce(${table.reason}, ''))`;
}

function caseOf({ after }: Record<"after", AnyPgColumn>): SQL {
  return sql`(${after} ->> 'caseNumber')`;
}

/** Address; scopes, allowed ranges and GUID of a key. */
function detailsOf({ address, before, after }: Record<"address" | "before" | "after", AnyPgColumn>): SQL {
  return sql`lower(coalesce(${address}, '') || ' ' || coalesce(${before} ->> 'scopes', '') || ' ' || coalesce(${after} ->> 'scopes', '') || ' ' || coalesce(${after} ->> 'allowedRanges', '') || ' ' || coalesce(${after} ->> 'clientId', ''))`;
}

/**
 * The events of all records (R11): append-only, hash-chained per account or person. The application's database role
 * may only insert and read. No CHECK of actions and actors: a new one would change it, under a lock that every change
 * waits for.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    chainId: uuid("chain_id").notNull(),
    sequence: bigint("sequence", { mode: "number" }).notNull(),
    id: uuid("id").notNull(),
    at: instant("at").notNull(),
    actorKind: text("actor_kind", { enum: ACTOR_KINDS }).notNull(),
    actorId: uuid("actor_id"),
    /** The actor's name as it was then. */
    actorName: text("actor_name").notNull(),
    action: text("action", { enum: AUDIT_ACTIONS }).notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: uuid("subject_id").notNull(),
    subjectName: text("subject_name").notNull(),
    /** What changed, before and after; never a secret or its hash. */
    before: jsonb("before").$type<JsonObject>(),
    after: jsonb("after").$type<JsonObject>(),
    reason: text("reason"),
    address: text("address"),
    userAgent: text("user_agent"),
    requestId: text("request_id").notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chainId, table.sequence] }),
    uniqueIndex("audit_events_id").on(table.id),
    // Activity tab of a key, history of a member.
    index("audit_events_subject").on(table.chainId, table.subjectId, table.sequence),
    // Audit log by action and by actor.
    index("audit_events_action").on(table.chainId, table.action, table.sequence),
    index("audit_events_actor").on(table.chainId, table.actorId, table.sequence),
    // Audit log by words: of the actor, the subject and the reason.
    index("audit_events_text").using("gin", table.chainId, sql`${textOf(table)} gin_trgm_ops`),
    // Audit log by addresses, scopes and GUIDs.
    index("audit_events_details").using("gin", table.chainId, sql`${detailsOf(table)} gin_trgm_ops`),
    // Audit log by the number of a case.
    index("audit_events_case")
      .on(table.chainId, caseOf(table))
      .where(sql`${caseOf(table)} is not null`),
  ],
);

/** The texts of an event as the indexes `audit_events_text` and `audit_events_details` have them. */
export const eventText: SQL = textOf(auditEvents);
export const eventDetails: SQL = detailsOf(auditEvents);
/** The number of the case in which it was done, as text. */
export const eventCase: SQL = caseOf(auditEvents);
