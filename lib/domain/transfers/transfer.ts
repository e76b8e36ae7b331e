/**
 * The way of an app from one management account to another (S3): opened, confirmed by a person of each side, carried out
 * by support, undone at most. A total reducer; a step that was taken already changes nothing, so that two clicks, two
 * tabs or a retry are one.
 */
import { DAY_MS, HOUR_MS } from "../time/durations";

export const TRANSFER_STATES = [
  "open",
  "confirmed",
  "carried_out",
  "undone",
  "declined",
  "withdrawn",
  "expired",
] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];

export const TRANSFER_SIDES = ["source", "destination"] as const;
export type TransferSide = (typeof TRANSFER_SIDES)[number];

/** As what somebody confirms: an admin of the side's account, or one of its organization in the place of one. */
export const CONFIRMATION_CAPACITIES = ["account_admin", "organization_admin"] as const;

/** What becomes of the app's secrets, key pairs and redirect URIs. */
export const CREDENTIALS_AFTER = ["keep", "revoke"] as const;
export type CredentialsAfter = (typeof CREDENTIALS_AFTER)[number];

/** How long a confirmation is good, and an open transfer that nobody confirms. */
export const CONFIRMATION_VALID_MS = 14 * DAY_MS;
/** How long what was carried out can be undone. */
export const UNDO_MS = 72 * HOUR_MS;

export type Confirmation = {
  readonly side: TransferSide;
  readonly userId: string;
  readonly at: Date;
};

/** What is stored of a transfer. */
export type Transfer = {
  readonly state: TransferState;
  /** What a confirmation confirms: the hash of the statement that was read. */
  readonly statementHash: string;
  readonly openedAt: Date;
  /** At most one per side, by two different people. */
  readonly confirmations: readonly Confirmation[];
  readonly carriedOutAt: Date | null;
};

export type TransferEvent =
  | {
      readonly type: "confirm";
      readonly side: TransferSide;
      readonly userId: string;
      /** Of the statement that this person has read. */
      readonly statementHash: string;
      /** True of a user that several people share, who is nobody's word. */
      readonly isShared?: boolean;
      readonly at: Date;
    }
  /** What is to be done was changed: whoever confirmed has confirmed something else. */
  | { readonly type: "change"; readonly statementHash: string; readonly at: Date }
  /** Whoever confirmed for this side may not do so any more. */
  | { readonly type: "void"; readonly side: TransferSide; readonly at: Date }
  | { readonly type: "decline"; readonly at: Date }
  | { readonly type: "withdraw"; readonly at: Date }
  | { readonly type: "carry_out"; readonly at: Date }
  | { readonly type: "undo"; readonly at: Date };

export const TRANSFER_REFUSALS = [
  "transfer_over",
  "transfer_expired",
  "transfer_carried_out",
  "statement_changed",
  "side_confirmed",
  "same_person",
  "shared_user",
  "not_confirmed",
  "not_carried_out",
  "undo_over",
] as const;
export type TransferRefusal = (typeof TRANSFER_REFUSALS)[number];

export type TransferStep =
  | { readonly ok: true; readonly transfer: Transfer; readonly isChanged: boolean }
  | { readonly ok: false; readonly refusal: TransferRefusal };

/** When a transfer that is not carried out by then expires: 14 days after the older confirmation, or after its opening. */
export function transferExpiresAt({ openedAt, confirmations }: Omit<Transfer, "state">): Date {
  const from = confirmations.length > 0 ? confirmations.map(({ at }) => at.getTime()) : [openedAt.getTime()];
  return new Date(Math.min(...from) + CONFIRMATION_VALID_MS);
}

/** Until when a transfer can be undone; null where it was not carried out, or was undone. */
export function undoUntil({ state, carriedOutAt }: Transfer): Date | null {
  return state === "carried_out" && carriedOutAt !== null ? new Date(carriedOutAt.getTime() + UNDO_MS) : null;
}

/** Whether a transfer waits for confirmations, or for support. */
export function isUnderWay(state: TransferState): boolean {
  return state === "open" || state === "confirmed";
}

/** The state of a transfer at an instant. */
export function transferState(transfer: Transfer, now: Date): TransferState {
  return isUnderWay(transfer.state) && transferExpiresAt(transfer) <= now ? "expired" : transfer.state;
}

/** A transfer after an event, or why the event is refused. */
export function stepTransfer(transfer: Transfer, event: TransferEvent): TransferStep {
  const state = transferState(transfer, event.at);
  switch (event.type) {
    case "confirm":
      return whileWaiting(state, () => confirm(transfer, event));
    case "change":
      return whileWaiting(state, () =>
        event.statementHash === transfer.statementHash
          ? unchanged(transfer)
          : changed({
              ...transfer,
              state: "open",
              statementHash: event.statementHash,
              openedAt: event.at,
              confirmations: [],
            }),
      );
    case "void":
      return whileWaiting(state, () => voidSide(transfer, event.side, event.at));
    case "decline":
      return end(transfer, state, "declined");
    case "withdraw":
      return end(transfer, state, "withdrawn");
    case "carry_out":
      return carryOut(transfer, state, event.at);
    case "undo":
      return undo(transfer, state, event.at);
  }
}

const changed = (transfer: Transfer): TransferStep => ({ ok: true, transfer, isChanged: true });
const unchanged = (transfer: Transfer): TransferStep => ({ ok: true, transfer, isChanged: false });
const refused = (refusal: TransferRefusal): TransferStep => ({ ok: false, refusal });

/** Takes the step where the transfer waits for confirmations or for support; else says why not. */
function whileWaiting(state: TransferState, step: () => TransferStep): TransferStep {
  switch (state) {
    case "open":
    case "confirmed":
      return step();
    case "expired":
      return refused("transfer_expired");
    case "carried_out":
      return refused("transfer_carried_out");
    case "declined":
    case "withdrawn":
    case "undone":
      return refused("transfer_over");
  }
}

function confirm(
  transfer: Transfer,
  { side, userId, statementHash, isShared = false, at }: Extract<TransferEvent, { type: "confirm" }>,
): TransferStep {
  const { confirmations } = transfer;
  // First what was read: whoever read something else has confirmed nothing, whoever confirmed before.
  if (statementHash !== transfer.statementHash) return refused("statement_changed");
  const standing = confirmations.find((each) => each.side === side);
  if (standing) return standing.userId === userId ? unchanged(transfer) : refused("side_confirmed");
  if (confirmations.some((each) => each.userId === userId)) return refused("same_person");
  if (isShared) return refused("shared_user");
  const all = [...confirmations, { side, userId, at }];
  return changed({
    ...transfer,
    confirmations: all,
    state: all.length === TRANSFER_SIDES.length ? "confirmed" : "open",
  });
}

function voidSide(transfer: Transfer, side: TransferSide, at: Date): TransferStep {
  const confirmations = transfer.confirmations.filter((each) => each.side !== side);
  if (confirmations.length === transfer.confirmations.length) return unchanged(transfer);
  // Where none is left, the side has its 14 days anew.
  const openedAt = confirmations.length === 0 ? at : transfer.openedAt;
  return changed({ ...transfer, state: "open", confirmations, openedAt });
}

function end(transfer: Transfer, state: TransferState, by: "declined" | "withdrawn"): TransferStep {
  if (state === by) return unchanged(transfer);
  return whileWaiting(state, () => changed({ ...transfer, state: by }));
}

function carryOut(transfer: Transfer, state: TransferState, at: Date): TransferStep {
  if (state === "carried_out") return unchanged(transfer);
  if (state === "open") return refused("not_confirmed");
  return whileWaiting(state, () => changed({ ...transfer, state: "carried_out", carriedOutAt: at }));
}

function undo(transfer: Transfer, state: TransferState, at: Date): TransferStep {
  if (state === "undone") return unchanged(transfer);
  const until = undoUntil(transfer);
  if (until === null) return refused("not_carried_out");
  return at < until ? changed({ ...transfer, state: "undone" }) : refused("undo_over");
}

/** Why a step of a transfer is refused, in words: what is the case, and what to do. */
export function transferRefusalText(refusal: TransferRefusal): string {
  switch (refusal) {
    case "transfer_over":
      return "This transfer was declined, withdrawn or undone. Open another one.";
    case "transfer_expired":
      return "This transfer has expired: it was not carried out within 14 days. Open another one.";
    case "transfer_carried_out":
      return "This transfer was carried out already. For 72 hours support can undo it.";
    case "statement_changed":
      return "The statement was changed after you read it. Read it again, then confirm what it says now.";
    case "side_confirmed":
      return "Somebody else has confirmed for this side already. Nothing more is needed from it.";
    case "same_person":
      return "You have confirmed for the other side. Each side needs a person of its own.";
    case "shared_user":
      return "You are marked as shared, and a confirmation is one person's. Another admin confirms, or marks you as one person under Members.";
    case "not_confirmed":
      return "Both sides have to confirm before support can carry this out.";
    case "not_carried_out":
      return "This transfer was not carried out, so there is nothing to undo.";
    case "undo_over":
      return "This transfer was carried out more than 72 hours ago and can't be undone. Open one the other way.";
  }
}
