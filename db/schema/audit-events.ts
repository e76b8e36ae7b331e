import {
  bigint,
  check,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

import { ACTOR_KINDS, AUDIT_ACTIONS, type JsonObject } from "../../lib/domain/audit-event";
import { instant, oneOf } from "./columns";

/** The end of each chain; its row lock puts the writers of a chain in line. */
export const auditChains = pgTable("audit_chains", {
  /** The account, or the user for what concerns a person alone. */
  chainId: uuid("chain_id").primaryKey(),
  lastSequence: bigint("last_sequence", { mode: "number" }).notNull(),
  lastHash: text("last_hash").notNull(),
});

/** R11: append-only, hash-chained per account. The application's database role may only insert and read. */
export const auditEvents = pgTable(
  "audit_events",
  {
    chainId: uuid("chain_id").notNull(),
    sequence: bigint("sequence", { mode: "number" }).notNull(),
    id: uuid("id").notNull(),
    at: instant("at").notNull(),
    actorKind: text("actor_kind", { enum: ACTOR_KINDS }).notNull(),
    actorId: uuid("actor_id"),
    /** As the person was called then. */
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
    check("audit_events_action_known", oneOf(table.action, AUDIT_ACTIONS)),
    check("audit_events_actor_kind_known", oneOf(table.actorKind, ACTOR_KINDS)),
  ],
);
