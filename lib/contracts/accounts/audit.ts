import { z } from "zod";

import { ACTOR_KINDS, AUDIT_ACTIONS, type JsonObject, type JsonValue } from "../../domain/record/audit-event";
import { AUDIT_TEXT_MAX_LENGTH, periodEdge } from "../../domain/record/audit-search";
import { DIFFERENCE_KINDS, RECORDED_KINDS } from "../../domain/record/recorded-state";
import { END_INCLUDED } from "../fields/span";
import { uuid } from "../fields/uuid";

/** The years that the database and JavaScript write alike. */
const FIRST_INSTANT = new Date("0001-01-01T00:00:00.000Z");
const LAST_INSTANT = new Date("9999-12-31T23:59:59.999Z");

/** An instant with its zone, or a day in UTC: its first instant for `from`, its last for `to`. */
const bound = (edge: "from" | "to") =>
  z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], {
      error: "Give a day (2027-03-01, in UTC) or an instant with its zone (2027-03-01T12:00:00Z).",
    })
    .transform((text) => periodEdge(text, edge))
    .refine((at) => at >= FIRST_INSTANT && at <= LAST_INSTANT, { message: "There is no such instant." });

const filters = {
  /** Words that an event has, in any order: of what was done, of the actor, of the subject's name, of the reason. */
  q: z.string().max(AUDIT_TEXT_MAX_LENGTH).optional(),
  /** Events of a key, and the replacement that made it. */
  keyId: uuid().optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  actorId: uuid().optional(),
  subjectId: uuid().optional(),
  from: bound("from").optional(),
  to: bound("to").optional(),
};

export const AuditListQuery = z
  .strictObject({
    ...filters,
    /** The `nextCursor` of the page before. */
    cursor: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .refine(...END_INCLUDED);
export type AuditListInput = z.output<typeof AuditListQuery>;
export type AuditFilterInput = Omit<AuditListInput, "cursor" | "limit">;

const EXPORT_FORMATS = ["csv", "json"] as const;

export const AuditExportQuery = z
  .strictObject({ ...filters, format: z.enum(EXPORT_FORMATS) })
  .refine(...END_INCLUDED);
export type AuditExportInput = z.output<typeof AuditExportQuery>;

const jsonObject = z.custom<JsonObject>((value) => typeof value === "object" && value !== null);

/** One event of the record (R11), with its place in the chain. */
export const AuditEvent = z.object({
  sequence: z.number().int(),
  id: uuid(),
  at: z.iso.datetime(),
  actorKind: z.enum(ACTOR_KINDS),
  actorId: uuid().nullable(),
  /** The actor's name as it was then. */
  actorName: z.string(),
  action: z.enum(AUDIT_ACTIONS),
  subjectKind: z.string(),
  subjectId: uuid(),
  subjectName: z.string(),
  before: jsonObject.nullable(),
  after: jsonObject.nullable(),
  reason: z.string().nullable(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof AuditEvent>;

export const AuditEventList = z.object({
  data: z.array(AuditEvent),
  nextCursor: z.number().int().nullable(),
});
export type AuditEventList = z.infer<typeof AuditEventList>;

/** Somebody who is on the record, to filter by. */
export const AuditActor = z.object({ id: uuid(), name: z.string(), kind: z.enum(ACTOR_KINDS) });
export type AuditActor = z.infer<typeof AuditActor>;

export const AuditActorList = z.object({ data: z.array(AuditActor) });
export type AuditActorList = z.infer<typeof AuditActorList>;

/**
 * What can be wrong with a chain. missing: an event is gone; changed: its content no longer fits its hash; unlinked:
 * it does not follow the event before it; head: the end of the chain is not the one that was kept aside; unregistered:
 * an event behind the end; unbegun: no event with which a record begins, so that what was before the first one is
 * gone.
 */
export const CHAIN_FAULTS = ["missing", "changed", "unlinked", "head", "unregistered", "unbegun"] as const;
export type ChainFault = (typeof CHAIN_FAULTS)[number];

const StateDifference = z.object({
  kind: z.enum(DIFFERENCE_KINDS),
  subjectKind: z.enum(RECORDED_KINDS),
  subjectId: z.string(),
  subjectName: z.string(),
  field: z.string().nullable(),
  recorded: z.custom<JsonValue>(),
  present: z.custom<JsonValue>(),
});

export const ChainVerification = z.object({
  isValid: z.boolean(),
  /** Events that the chain says it has. */
  events: z.number().int(),
  /** The hash of the last event: written down elsewhere, it proves later that nothing before it was rewritten. */
  headHash: z.string(),
  firstFault: z.object({ sequence: z.number().int(), kind: z.enum(CHAIN_FAULTS) }).nullable(),
  /** Where keys, members, policy and account are not what a whole record says; the first ones by name. */
  differences: z.array(StateDifference),
  differenceCount: z.number().int(),
});
export type ChainVerification = z.infer<typeof ChainVerification>;
