import { z } from "zod";

import { GO_LIVE_STATES, REVIEW_OUTCOMES } from "../../domain/go-live/journey";
import { NOT_COUNTED, READINESS_RULES } from "../../domain/go-live/readiness";
import { CLASSIFICATIONS, GO_LIVE_POLICIES } from "../../domain/go-live/review";
import { CASE_STATUSES } from "../../domain/support/cases";
import { AUTHENTICATION_METHODS } from "../../domain/keys/availability";
import { CALL_CODES, KNOWN_KEY_REFUSALS } from "../../domain/verdict/refusals";
import { uuid } from "../fields/uuid";

const instant = z.iso.datetime();

/** Calls that count, and the stretch of time that they lie in. */
const CallRun = z.object({
  count: z.number().int(),
  from: instant.nullable(),
  to: instant.nullable(),
});

const GoLiveCall = z.object({
  id: uuid(),
  at: instant,
  method: z.string(),
  path: z.string(),
  code: z.enum(CALL_CODES),
  /** The status that the platform's API answered with, where it was reported. */
  outcomeStatus: z.number().int().nullable(),
  counts: z.boolean(),
  reason: z.enum(NOT_COUNTED).nullable(),
  /** Why it does not count, in a sentence; null where it does. */
  detail: z.string().nullable(),
  isInWindow: z.boolean(),
});
export type GoLiveCall = z.infer<typeof GoLiveCall>;

const GoLiveViolation = z.object({
  rule: z.enum(READINESS_RULES),
  /** The newest of the calls that break it. */
  callIds: z.array(uuid()),
  calls: z.number().int(),
  path: z.string().nullable(),
  /** The read that the first of them came too soon after; null for other rules. */
  precedingCallId: uuid().nullable(),
  lastAt: instant,
  detail: z.string(),
});
export type GoLiveViolation = z.infer<typeof GoLiveViolation>;

const GoLiveDay = z.object({
  from: instant,
  to: instant,
  slotMs: z.number().int(),
  /** Stretches with calls in them. */
  slots: z.array(
    z.object({
      at: instant,
      inWindow: z.number().int(),
      beside: z.number().int(),
      failed: z.number().int(),
      broken: z.number().int(),
      signIn: z.number().int(),
    }),
  ),
});
export type GoLiveDay = z.infer<typeof GoLiveDay>;

const GoLiveRefusal = z.object({
  id: uuid(),
  at: instant,
  method: z.string(),
  path: z.string(),
  code: z.enum(KNOWN_KEY_REFUSALS),
  detail: z.string(),
});
export type GoLiveRefusal = z.infer<typeof GoLiveRefusal>;

const GoLiveReview = z.object({
  outcome: z.enum(REVIEW_OUTCOMES),
  at: instant,
  /** Who asked for it, by name. */
  requestedBy: z.string(),
  /** Of one that was passed. */
  expiresAt: instant.nullable(),
  findings: z
    .array(z.object({ code: z.string(), detail: z.string(), callIds: z.array(z.string()).readonly() }))
    .readonly(),
  classification: z.enum(CLASSIFICATIONS),
  description: z.string(),
  contact: z.string(),
  caseId: uuid().nullable(),
  /** By when support answers, while it is pending. */
  expectedBy: instant.nullable(),
});

const GoLiveMigration = z.object({
  /** Null where the operator's settings decided it. */
  caseId: uuid().nullable(),
  accountId: uuid(),
  accountName: z.string(),
  requestedBy: z.string(),
  /** What he or she wrote to whoever decides; null where nothing was, and where nobody was asked. */
  note: z.string().nullable(),
  /** When it was decided or withdrawn; until then when it was asked for. */
  at: instant,
  status: z.enum(CASE_STATUSES),
  /** Why it was declined, or support's word to it. */
  reason: z.string().nullable(),
});

const GoLivePrerequisite = z.object({ code: z.string(), isMet: z.boolean(), detail: z.string() });

/** How far a sandbox key is on its way to production, and what is missing. */
export const GoLive = z.object({
  state: z.enum(GO_LIVE_STATES),
  policy: z.enum(GO_LIVE_POLICIES),
  /** The database's clock when it was read. */
  now: instant,
  window: CallRun.extend({ needed: z.number().int() }),
  /** The run that the next call would join. */
  openRun: CallRun,
  day: GoLiveDay,
  /** The newest, those of the window and those at fault, newest first: not all of them where there are very many. */
  calls: z.array(GoLiveCall),
  /** How many were looked at, and how many of those count, from this instant on. */
  looked: z.object({ calls: z.number().int(), counted: z.number().int(), since: instant }),
  /** The rules that were broken, the latest first. */
  violations: z.array(GoLiveViolation),
  violationsTotal: z.number().int(),
  prerequisites: z.array(GoLivePrerequisite),
  refusals: z.array(GoLiveRefusal),
  /** The last one; null before the first. */
  review: GoLiveReview.nullable(),
  /** The last request since that review. */
  migration: GoLiveMigration.nullable(),
  /**
   * Null before there is one, and once it was revoked: then the key is live no more. The account is named while it is the one
   * that the key was taken to.
   */
  productionKey: z.object({ id: uuid(), accountId: uuid(), accountName: z.string().nullable() }).nullable(),
  /** True where whoever asks belongs to its account, and may read keys there; false without one. */
  canOpenProductionKey: z.boolean(),
  /** When it was revoked; null where it was not. */
  productionKeyRevokedAt: instant.nullable(),
  /** The production accounts that this person could take the key to, by name. */
  destinations: z.array(z.object({ id: uuid(), name: z.string() })),
});
export type GoLive = z.infer<typeof GoLive>;

export const GoLiveListQuery = z.strictObject({
  /** Part of the name, beginning of the GUID, or last four characters of the secret. */
  q: z.string().max(120).default(""),
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
export type GoLiveListInput = z.output<typeof GoLiveListQuery>;

/** How far one key of an account is. */
const GoLiveLine = GoLive.pick({ state: true, policy: true, prerequisites: true }).extend({
  key: z.object({
    id: uuid(),
    clientId: uuid(),
    name: z.string(),
    method: z.enum(AUTHENTICATION_METHODS),
  }),
  /** Null from the review on, when calls are asked for no more. */
  window: GoLive.shape.window.nullable(),
  openRun: GoLive.shape.openRun.nullable(),
  /** True where only the last calls were looked at, and so many count at least: the board looks further back. */
  areCallsCut: z.boolean(),
  review: GoLiveReview.pick({ at: true, expiresAt: true, expectedBy: true }).nullable(),
  migration: GoLiveMigration.pick({ reason: true }).nullable(),
});
export type GoLiveLine = z.infer<typeof GoLiveLine>;

/** How many keys the whole list has, and in which state each is. */
const GoLiveCounts = z.object({
  keys: z.number().int(),
  states: z.record(z.enum(GO_LIVE_STATES), z.number().int()),
});
export type GoLiveCounts = z.infer<typeof GoLiveCounts>;

export const GoLiveList = z.object({
  data: z.array(GoLiveLine),
  nextCursor: uuid().nullable(),
  /** On the first page; null on those after it. */
  counts: GoLiveCounts.nullable(),
});
export type GoLiveList = z.infer<typeof GoLiveList>;

export const GoLiveAnswer = z.object({ goLive: GoLive });
export type GoLiveAnswer = z.infer<typeof GoLiveAnswer>;
