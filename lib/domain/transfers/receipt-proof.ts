/** What a transfer's receipt says, against what the records of both accounts say (S3). */
import { exactTime } from "../format/dates";
import type { JsonObject } from "../record/audit-event";
import { transferStatement, type StatementFacts } from "./statement";
import { TRANSFER_SIDES, UNDO_MS, type CONFIRMATION_CAPACITIES, type TransferSide } from "./transfer";

/** Between an instant that a transfer keeps and the event of the same transaction; the event is the later one. */
const SAME_CHANGE_MS = 60_000;

type Person = { readonly id: string; readonly name: string };
type Named = { readonly accountId: string; readonly name: string };
type ListedEvent = {
  readonly accountId: string;
  readonly sequence: number;
  readonly action: string;
  /** ISO 8601, as every instant here. */
  readonly at: string;
  readonly actor: string;
  readonly hash: string;
};

/** A receipt as far as it can be proved. */
export type ProvableReceipt = {
  readonly transfer: StatementFacts & {
    readonly id: string;
    readonly status: string;
    readonly statement: string;
    readonly statementHash: string;
    readonly openedFor: string;
    readonly confirmations: readonly {
      readonly side: TransferSide;
      readonly capacity: (typeof CONFIRMATION_CAPACITIES)[number];
      readonly by: Person;
      readonly fullName: string;
      readonly reason: string | null;
      readonly at: string;
    }[];
    readonly openedAt: string;
    readonly expiresAt: string | null;
    readonly carriedOutAt: string | null;
    readonly undoUntil: string | null;
    readonly endedAt: string | null;
    readonly endReason: string | null;
    readonly unmetConditions: readonly unknown[];
  };
  readonly before: Named;
  readonly after: Named;
  readonly carriedOutBy: Person;
  readonly events: readonly ListedEvent[];
};

/** An event of this transfer on one of the records. */
export type RecordedStep = ListedEvent & {
  readonly actorId: string | null;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
  readonly reason: string | null;
};

export type ReceiptProof = {
  /** What the receipt says and the records do not, a sentence each; empty where it is proved. */
  readonly faults: readonly string[];
  /** What happened after it was written, a sentence each: it is no fault of a receipt that it is older. */
  readonly since: readonly string[];
};

/**
 * Proves a receipt, word by word, by the events of its transfer. That the events are what was once written is for the check
 * of both chains to say, not for this one.
 * @param statementHash SHA-256 of the receipt's statement in hexadecimal, computed anew
 * @param recorded all events of the transfer on both records, each record's in its order
 */
export function proveReceipt(
  receipt: ProvableReceipt,
  statementHash: string,
  recorded: readonly RecordedStep[],
): ReceiptProof {
  const { transfer, before, after } = receipt;
  const known = recorded.filter((step) => receipt.events.some((event) => isSame(event, step)));
  const since = recorded.filter((step) => isAfterAll(step, receipt.events));
  const faults = [
    ...receipt.events.flatMap((event) => listedFault(event, recorded)),
    ...recorded
      .filter((step) => !known.includes(step) && !since.includes(step))
      .map(
        (step) => `It leaves out event ${step.sequence} (${step.action}) of the record ${step.accountId}.`,
      ),
    ...said(transfer.statementHash === statementHash, "Its statement is not the one of its SHA-256."),
    ...said(transfer.statement === transferStatement(transfer), "Its statement is not the one of its facts."),
    ...said(
      isSameAccount(before, transfer.source) && isSameAccount(after, transfer.destination),
      "The accounts before and after are not those of the transfer.",
    ),
    ...[before, after].flatMap(({ accountId, name }) =>
      factFaults(
        receipt,
        known.filter((step) => step.accountId === accountId),
      ).map((fault) => `Record of ${name}: ${fault}`),
    ),
  ];
  return { faults, since: since.map(wordsOf) };
}

const isSame = (event: ListedEvent, step: ListedEvent) =>
  event.accountId === step.accountId && event.sequence === step.sequence;

const isSameAccount = (one: Named, other: Named) =>
  one.accountId === other.accountId && one.name === other.name;

const said = (isTrue: boolean, fault: string): string[] => (isTrue ? [] : [fault]);

/** Whether an event came after all that a receipt lists of that record. */
function isAfterAll(step: RecordedStep, events: readonly ListedEvent[]): boolean {
  const last = Math.max(
    0,
    ...events.filter(({ accountId }) => accountId === step.accountId).map(({ sequence }) => sequence),
  );
  return last > 0 && step.sequence > last;
}

function listedFault(event: ListedEvent, recorded: readonly RecordedStep[]): string[] {
  const step = recorded.find((each) => isSame(event, each));
  const where = `Event ${event.sequence} of the record ${event.accountId}`;
  if (!step) return [`${where} is no event of this transfer.`];
  const { action, at, actor, hash } = step;
  const isWhole = event.action === action && event.at === at && event.actor === actor && event.hash === hash;
  return said(isWhole, `${where} is another one on the record: ${action} by ${actor}, hash ${hash}.`);
}

/** What one record's events do not say of it. */
function factFaults(receipt: ProvableReceipt, steps: readonly RecordedStep[]): string[] {
  const { transfer, before, after, carriedOutBy } = receipt;
  const opened = steps.find(({ action }) => action === "transfer.opened");
  const begun = steps.filter(({ action }) => ["transfer.opened", "transfer.voided"].includes(action));
  const carriedOut = steps.find(({ action }) => action === "transfer.carried_out");
  const undone = steps.find(({ action }) => action === "transfer.undone");
  const confirmed = standing(steps);
  return [
    ...said(
      says(opened?.after, {
        clientId: transfer.clientId,
        sourceAccountId: transfer.source.accountId,
        destinationAccountId: transfer.destination.accountId,
        openedFor: transfer.openedFor,
      }),
      "it was opened for something else.",
    ),
    ...said(
      begun.some((step) => isOf(transfer.openedAt, step)),
      "its time did not begin then.",
    ),
    ...said(
      transfer.confirmations.length === TRANSFER_SIDES.length && confirmed.size === TRANSFER_SIDES.length,
      "it was not confirmed by both sides, and by nobody else.",
    ),
    ...transfer.confirmations.flatMap(({ side, capacity, fullName, by, reason, at }) => {
      const step = confirmed.get(side);
      const isSo =
        says(step?.after, { side, capacity, fullName, statementHash: transfer.statementHash }) &&
        step?.actorId === by.id &&
        step.actor === by.name &&
        step.reason === reason &&
        isOf(at, step);
      return said(isSo, `the confirmation of the ${side} side was another one.`);
    }),
    ...said(
      says(carriedOut?.before, { accountId: before.accountId, accountName: before.name }) &&
        says(carriedOut?.after, {
          accountId: after.accountId,
          accountName: after.name,
          statementHash: transfer.statementHash,
        }) &&
        isOf(transfer.carriedOutAt, carriedOut) &&
        carriedOut?.actorId === carriedOutBy.id &&
        carriedOut.actor === carriedOutBy.name,
      "it was not carried out like this.",
    ),
    ...said(isEndAsSaid(transfer, undone), "it did not end like this."),
  ];
}

/** Whether state, end and the time for undoing are those of an event, or of none. */
function isEndAsSaid(transfer: ProvableReceipt["transfer"], undone: RecordedStep | undefined): boolean {
  const { status, endedAt, endReason, carriedOutAt, undoUntil, expiresAt, unmetConditions } = transfer;
  if (expiresAt !== null || unmetConditions.length > 0 || carriedOutAt === null) return false;
  if (undone) {
    const isSo = endReason === undone.reason && isOf(endedAt, undone);
    return status === "undone" && isSo && undoUntil === null;
  }
  const undoEnd = new Date(Date.parse(carriedOutAt) + UNDO_MS).toISOString();
  return status === "carried_out" && endedAt === null && endReason === null && undoUntil === undoEnd;
}

/** The confirmations that stood at the end, by side: what was voided is not among them. */
function standing(steps: readonly RecordedStep[]): Map<TransferSide, RecordedStep> {
  const left = new Map<TransferSide, RecordedStep>();
  for (const step of steps) {
    if (step.action === "transfer.voided") {
      const side = TRANSFER_SIDES.find((each) => each === step.before?.["side"]);
      // Another statement voids both.
      if (side) left.delete(side);
      else left.clear();
    }
    const side = TRANSFER_SIDES.find((each) => each === step.after?.["side"]);
    if (step.action === "transfer.confirmed" && side) left.set(side, step);
  }
  return left;
}

function says(details: JsonObject | null | undefined, facts: Readonly<Record<string, string>>): boolean {
  return Object.entries(facts).every(([name, value]) => details?.[name] === value);
}

/** Whether an instant is that of the change which an event records. */
function isOf(at: string | null, step: RecordedStep | undefined): boolean {
  if (at === null || step === undefined) return false;
  const passed = Date.parse(step.at) - Date.parse(at);
  return passed >= 0 && passed <= SAME_CHANGE_MS;
}

const wordsOf = ({ action, actor, at, accountId }: RecordedStep) =>
  `${action} by ${actor}, ${exactTime(at)}, on the record ${accountId}.`;
