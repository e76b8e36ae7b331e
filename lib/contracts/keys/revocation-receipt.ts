import { z } from "zod";

import { AUDIT_ACTIONS } from "../../domain/record/audit-event";
import { ENVIRONMENTS } from "../../domain/people/profiles";
import { CALL_CODES } from "../../domain/verdict/refusals";
import { uuid } from "../fields/uuid";

const instant = z.iso.datetime();
const count = z.number().int().nonnegative();
const Person = z.object({ id: uuid(), name: z.string(), email: z.string() });

/** How a key ended: by hand, by a replacement at once or after its overlap, or by its expiry. */
export const KEY_ENDS = ["revoked", "replaced", "overlap_ended", "expired"] as const;
export type KeyEnd = (typeof KEY_ENDS)[number];

/**
 * From where a receipt counts. answer: the revocation was committed, and its answer not yet sent. clock: the end is an
 * instant that every check compares its own time with. unconfirmed: the process ended between commit and answer.
 */
export const BOUNDARIES = ["answer", "clock", "unconfirmed"] as const;

/** A call as the receipt names it; without id and address where the single calls of its day are no longer kept. */
const ReceiptCall = z.object({
  at: instant,
  id: uuid().nullable(),
  code: z.enum(CALL_CODES),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type ReceiptCall = z.infer<typeof ReceiptCall>;

/** What the record says about the end of a key (R8): that it took effect, and when. */
export const RevocationReceipt = z.object({
  key: z.object({
    id: uuid(),
    clientId: uuid(),
    name: z.string(),
    environment: z.enum(ENVIRONMENTS),
    prefix: z.string().nullable(),
    lastFour: z.string().nullable(),
  }),
  account: z.object({ id: uuid(), name: z.string() }),
  end: z.enum(KEY_ENDS),
  endedAt: instant,
  endedBy: Person.nullable(),
  reason: z.string().nullable(),
  /** From this instant on no call may be accepted. */
  inForceAt: instant,
  boundary: z.enum(BOUNDARIES),
  lastAccepted: ReceiptCall.nullable(),
  firstRefused: ReceiptCall.nullable(),
  /** Checks that began before the revocation was committed, and rightly found the key alive. */
  acceptedMeanwhile: count,
  /** Accepted calls from `inForceAt` on, counted among all calls: must be 0. */
  acceptedAfter: count,
  refusedSince: count,
  /** The event on the account's record; null for an expiry, which is nobody's act. */
  auditEvent: z
    .object({
      action: z.enum(AUDIT_ACTIONS),
      sequence: z.number().int(),
      at: instant,
      hash: z.string(),
    })
    .nullable(),
  /** When the record was read. */
  issuedAt: instant,
});
export type RevocationReceipt = z.infer<typeof RevocationReceipt>;

/** The receipt of a key's end; null for a key that has not ended. */
export const RevocationReceiptAnswer = z.object({ receipt: RevocationReceipt.nullable() });
export type RevocationReceiptAnswer = z.infer<typeof RevocationReceiptAnswer>;
