import { z } from "zod";

import { ACTOR_KINDS, AUDIT_ACTIONS, type JsonObject } from "../../domain/record/audit-event";
import { DAY_MS } from "../../domain/time/durations";
import { TOKEN_GRANTS } from "../../domain/oauth/token-life";
import { USAGE_MAX_DAYS, USAGE_RANGES } from "../../domain/calls/usage-range";
import { CALL_CODES } from "../../domain/verdict/refusals";
import { VERDICT_FILTERS, VERDICT_GROUPS } from "../../domain/verdict/verdict-group";
import { END_EXCLUDED, lengthOf } from "../fields/span";
import { uuid } from "../fields/uuid";

const instant = z.iso.datetime();
const EARLIEST = new Date("2000-01-01T00:00:00Z");
const LATEST = new Date("2200-01-01T00:00:00Z");
const chosenInstant = z.iso
  .datetime({ offset: true, error: "Give an instant with its zone: 2027-03-01T12:00:00Z." })
  .transform((text) => new Date(text))
  .refine((date) => date >= EARLIEST && date < LATEST, { message: "There were no calls at this instant." });
const count = z.number().int().nonnegative();

export const CALLS_PAGE_MAX = 100;

export const CallListQuery = z
  .strictObject({
    verdict: z.enum(VERDICT_FILTERS).optional(),
    /** The first instant of the span. */
    from: chosenInstant.optional(),
    /** The first instant after the span. */
    to: chosenInstant.optional(),
    /** The `nextCursor` of the page before. */
    cursor: z
      .string()
      .regex(/^\d{10,13}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
        error: "This is no cursor of a page.",
      })
      .optional(),
    limit: z.coerce.number().int().min(1).max(CALLS_PAGE_MAX).default(50),
  })
  .refine(...END_EXCLUDED);
export type CallListInput = z.output<typeof CallListQuery>;

/** What a call of an app came with: whom it acted as, and what the access token came from. */
export const CallToken = z.object({
  person: z.object({ id: uuid(), name: z.string() }),
  grant: z.enum(TOKEN_GRANTS),
  consentId: uuid(),
  /** The organization whose consent that rests on, by name; null where the person gave it. */
  approvedBy: z.string().nullable(),
  /** Of a code: all that came of it. Null for Implicit and JWT Grant. */
  familyId: uuid().nullable(),
  /** What it was asked for (RFC 8707); null for any request. */
  resource: z.string().nullable(),
});
export type CallToken = z.infer<typeof CallToken>;

/** One checked request of a key. */
export const Call = z.object({
  id: uuid(),
  at: instant,
  method: z.string(),
  path: z.string(),
  code: z.enum(CALL_CODES),
  scopesNeeded: z.array(z.string()),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  /** The HTTP status that the resource server reported, if it did. */
  outcomeStatus: z.number().int().nullable(),
  /** Left out for long-lived keys, and for tokens that are gone, a week after their end. */
  token: CallToken.optional(),
  /** Who came with a name and password (legacy authentication); null for a key or token. */
  legacyUser: z.string().nullable(),
});
export type Call = z.infer<typeof Call>;

export const CallList = z.object({
  data: z.array(Call),
  nextCursor: z.string().nullable(),
  /** Older calls are gone; their hourly counts stay. */
  keptDays: z.number().int(),
});
export type CallList = z.infer<typeof CallList>;

export const UsageQuery = z
  .strictObject({
    range: z.enum(USAGE_RANGES).optional(),
    from: chosenInstant.optional(),
    to: chosenInstant.optional(),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ["to"],
    params: { code: "half_a_span" },
    message: "Give both from and to, or neither.",
  })
  .refine(({ range, from }) => range === undefined || from === undefined, {
    path: ["range"],
    params: { code: "range_and_span" },
    message: "Give a range, or from and to, not both.",
  })
  .refine(...END_EXCLUDED)
  .refine((span) => (lengthOf(span) ?? 0) <= USAGE_MAX_DAYS * DAY_MS, {
    path: ["from"],
    params: { code: "span_too_long" },
    message: `At most ${USAGE_MAX_DAYS} days at once.`,
  });
export type UsageInput = z.output<typeof UsageQuery>;

const GroupCounts = z.record(z.enum(VERDICT_GROUPS), count);
export type GroupCounts = z.infer<typeof GroupCounts>;

/** Calls of a key per hour or day, every bucket of the span present, oldest first. */
export const KeyUsage = z.object({
  from: instant,
  to: instant,
  step: z.enum(["hour", "day"]),
  buckets: z.array(z.object({ at: instant, counts: GroupCounts })),
  totals: GroupCounts,
  /** Totals by exact verdict, the most frequent first; only those that occurred. */
  codes: z.array(z.object({ code: z.enum(CALL_CODES), count })),
  now: instant,
});
export type KeyUsage = z.infer<typeof KeyUsage>;

export const CallersQuery = z.strictObject({
  /** day: the last 24 hours; replacement: since the key was replaced, by those who still use the old one. */
  since: z.enum(["day", "replacement"]).default("day"),
});

/** Who called with a key since an instant, mostly 24 hours ago: addresses with the program that they name, the busiest first, at most 20. */
export const KeyCallers = z.object({
  since: instant,
  calls: count,
  allowedCalls: count,
  addresses: count,
  /** Addresses with at least one allowed call. */
  allowedAddresses: count,
  /** True where a call was allowed in this time, be it among those that were looked at or not. */
  isUsed: z.boolean(),
  /** False where there were more calls than have a row or were looked at: then the counts are those of these. */
  isComplete: z.boolean(),
  /** How many pairs of address and program there are; `data` has the first of them. */
  pairs: count,
  data: z.array(
    z.object({
      address: z.string().nullable(),
      userAgent: z.string().nullable(),
      calls: count,
      allowedCalls: count,
      lastAt: instant,
    }),
  ),
});
export type KeyCallers = z.infer<typeof KeyCallers>;

/** How far a change from one credential to the next has come. */
export const Rotation = z.discriminatedUnion("state", [
  z.object({ state: z.literal("under_way"), share: z.object({ part: count, all: count }) }),
  z.object({ state: z.enum(["done", "idle"]), quietMs: z.number().int() }),
]);

/** How far the change from a replaced key to its successors has come; null for one that was not replaced. */
const KeyRotationAnswer = z.object({ rotation: Rotation.nullable() });
export type KeyRotationAnswer = z.infer<typeof KeyRotationAnswer>;

export const ScopeUses = z.object({ data: z.array(z.object({ scope: z.string(), lastUsedAt: instant })) });
export type ScopeUses = z.infer<typeof ScopeUses>;

export const ActivityQuery = z.strictObject({
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ActivityInput = z.output<typeof ActivityQuery>;

const jsonObject = z.custom<JsonObject>((value) => typeof value === "object" && value !== null);

/** What was done to a key, by whom: its part of the account's audit log. */
export const KeyActivity = z.object({
  data: z.array(
    z.object({
      id: uuid(),
      sequence: z.number().int(),
      at: instant,
      actorKind: z.enum(ACTOR_KINDS),
      actorName: z.string(),
      action: z.enum(AUDIT_ACTIONS),
      /** The key that the event is about: another one for the replacement that made this one. */
      subjectId: uuid(),
      subjectName: z.string(),
      before: jsonObject.nullable(),
      after: jsonObject.nullable(),
      reason: z.string().nullable(),
      address: z.string().nullable(),
      userAgent: z.string().nullable(),
      requestId: z.string(),
    }),
  ),
  nextCursor: z.number().int().nullable(),
});
export type KeyActivity = z.infer<typeof KeyActivity>;
export type KeyActivityEvent = KeyActivity["data"][number];
