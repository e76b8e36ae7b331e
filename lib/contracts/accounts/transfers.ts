import { z } from "zod";

import { ENVIRONMENTS } from "../../domain/people/profiles";
import { AUDIT_ACTIONS } from "../../domain/record/audit-event";
import { TRANSFER_CONDITIONS } from "../../domain/transfers/conditions";
import { STAND_IN_CONDITIONS } from "../../domain/transfers/stand-in";
import {
  CONFIRMATION_CAPACITIES,
  CREDENTIALS_AFTER,
  TRANSFER_SIDES,
  TRANSFER_STATES,
} from "../../domain/transfers/transfer";
import { reasonText } from "../keys/integration-keys";
import { OrganizationParams } from "./organizations";
import { plainText } from "../fields/plain-text";
import { uuid } from "../fields/uuid";

const FULL_NAME_MAX_LENGTH = 200;

/** A transfer to open: which app goes from where to where, why, and what becomes of its credentials. */
export const OpenTransferBody = z.strictObject({
  /** The app's GUID. */
  clientId: uuid({ error: "Give the app's GUID." }),
  sourceAccountId: uuid({ error: "Give the id of the account that manages the app." }),
  destinationAccountId: uuid({ error: "Give the id of the account that is to manage the app." }),
  reason: reasonText,
  credentials: z.enum(CREDENTIALS_AFTER, { error: "Say whether its credentials are kept or revoked." }),
});
export type OpenTransferInput = z.output<typeof OpenTransferBody>;

/** Another reason, or another end for the credentials: what is left out stays. */
export const ChangeTransferBody = z
  .strictObject({
    reason: reasonText.optional(),
    credentials: z
      .enum(CREDENTIALS_AFTER, { error: "Say whether its credentials are kept or revoked." })
      .optional(),
  })
  .refine((body) => body.reason !== undefined || body.credentials !== undefined, {
    params: { code: "one_change" },
    message: "Give a reason, or what becomes of the credentials.",
  });
export type ChangeTransferInput = z.output<typeof ChangeTransferBody>;

export const TransferParams = z.object({ transferId: uuid() });
export const OrganizationTransferParams = OrganizationParams.extend(TransferParams.shape);

export const ConfirmTransferBody = z.strictObject({
  side: z.enum(TRANSFER_SIDES, { error: "Say for which side you confirm." }),
  /** As the person types it, under the statement. */
  fullName: plainText("A name", FULL_NAME_MAX_LENGTH, "Type your full name."),
  /** Of the statement that was read. */
  statementHash: z
    .string({ error: "Send the hash of the statement that you confirm." })
    .regex(/^[0-9a-f]{64}$/, {
      error: "This is no SHA-256 in hexadecimal.",
    }),
  /** Why an admin of the organization stands in for the account's own; nobody else gives one. */
  reason: reasonText.optional(),
});
export type ConfirmTransferInput = z.output<typeof ConfirmTransferBody>;

export const EndTransferBody = z.strictObject({ reason: reasonText });

/** A case of either account in which support acts; left out, it is the transfer's own that the records name. */
const caseId = uuid().optional();

export const OpenTransferAsSupportBody = OpenTransferBody.extend({ caseId });
export type OpenTransferAsSupportInput = z.output<typeof OpenTransferAsSupportBody>;

/** Support says why it withdraws or undoes a transfer. */
export const EndTransferAsSupportBody = EndTransferBody.extend({ caseId });

/** Carrying out needs no word, and so no body; what support says of it both sides read. */
export const CarryOutTransferBody = z.strictObject({ reason: reasonText.optional(), caseId }).default({});

export const TransferListQuery = z.strictObject({
  /** The `nextCursor` of the page before. */
  cursor: uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type TransferListInput = z.output<typeof TransferListQuery>;

const Side = z.object({ accountId: uuid(), name: z.string() });

/** A transfer as both sides and support see it. Instants are ISO 8601. */
export const Transfer = z.object({
  id: uuid(),
  status: z.enum(TRANSFER_STATES),
  clientId: uuid(),
  keyName: z.string(),
  environment: z.enum(ENVIRONMENTS),
  source: Side,
  destination: Side,
  reason: z.string(),
  credentials: z.enum(CREDENTIALS_AFTER),
  /** The text that both sides confirm, and its SHA-256. */
  statement: z.string(),
  statementHash: z.string(),
  openedFor: z.enum([...TRANSFER_SIDES, "support"]),
  confirmations: z.array(
    z.object({
      side: z.enum(TRANSFER_SIDES),
      capacity: z.enum(CONFIRMATION_CAPACITIES),
      by: z.object({ id: uuid(), name: z.string() }),
      fullName: z.string(),
      /** Why an organization admin stood in; null for an admin of the account. */
      reason: z.string().nullable().default(null),
      at: z.iso.datetime(),
    }),
  ),
  /** What stands against carrying it out, besides confirmations that lack; empty once it is over. */
  unmetConditions: z.array(z.object({ code: z.enum(TRANSFER_CONDITIONS), detail: z.string() })),
  /** Who confirms for a source without active admins: an admin of its organization, or nobody, and why. */
  standIn: z.discriminatedUnion("outcome", [
    z.object({ outcome: z.literal("not_needed") }),
    z.object({ outcome: z.literal("possible"), organization: z.string() }),
    z.object({
      outcome: z.literal("dead_end"),
      faults: z.array(z.object({ code: z.enum(STAND_IN_CONDITIONS), detail: z.string() })).readonly(),
    }),
  ]),
  openedAt: z.iso.datetime(),
  /** Null once it is carried out or over. */
  expiresAt: z.iso.datetime().nullable(),
  carriedOutAt: z.iso.datetime().nullable(),
  /** Until when support can undo it; null where it can't. */
  undoUntil: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** Why it was declined, withdrawn or undone. */
  endReason: z.string().nullable(),
  /** Support's case of it; null where the release before opened it. */
  caseId: uuid().nullable(),
  /** For an account: whether who asks is marked as shared in it, and may not confirm for it. */
  isYouShared: z.boolean().optional(),
});
export type Transfer = z.infer<typeof Transfer>;

export type TransferAnswer = { readonly transfer: Transfer };

/** In a list: what stands against it is looked at one by one. */
export const ListedTransfer = Transfer.omit({ unmetConditions: true, standIn: true, isYouShared: true });
export type ListedTransfer = z.infer<typeof ListedTransfer>;

export const TransferList = z.object({ data: z.array(ListedTransfer), nextCursor: uuid().nullable() });
export type TransferList = z.infer<typeof TransferList>;

const ReceiptEvent = z.object({
  accountId: uuid(),
  sequence: z.number().int(),
  action: z.enum(AUDIT_ACTIONS),
  at: z.iso.datetime(),
  actor: z.string(),
  hash: z.string(),
});

/** The proof of a transfer that was carried out: what was said, by whom, when, what it changed, and where that is on record. */
export const TransferReceipt = z.object({
  /** Without what is no part of the proof. */
  transfer: Transfer.omit({ standIn: true, caseId: true, isYouShared: true }),
  before: z.object({ accountId: uuid(), name: z.string() }),
  after: z.object({ accountId: uuid(), name: z.string() }),
  carriedOutBy: z.object({ id: uuid(), name: z.string() }),
  /** Its events on the records of both accounts, in their order: their hashes can be verified against each chain. */
  events: z.array(ReceiptEvent),
});
export type TransferReceipt = z.infer<typeof TransferReceipt>;
