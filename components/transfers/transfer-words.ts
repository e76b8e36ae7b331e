import type { Tone } from "@/components/ui/marks/badge";
import type { Step } from "@/components/ui/marks/step-path";
import type { ListedTransfer, Transfer } from "@/lib/contracts/accounts/transfers";
import { exactDay } from "@/lib/domain/format/dates";
import type { CONFIRMATION_CAPACITIES, TransferSide, TransferState } from "@/lib/domain/transfers/transfer";

export const STATE_LABELS: Record<TransferState, string> = {
  open: "Waits for confirmation",
  confirmed: "Confirmed by both sides",
  carried_out: "Carried out",
  undone: "Undone",
  declined: "Declined",
  withdrawn: "Withdrawn",
  expired: "Expired",
};

/** What became of the secrets, key pairs and redirect URIs of an app that was moved. */
export const CREDENTIALS_LABELS: Record<ListedTransfer["credentials"], string> = {
  keep: "Kept as they were",
  revoke: "Client secrets and key pairs revoked, redirect URIs kept",
};

export const STATE_TONES: Record<TransferState, Tone> = {
  open: "caution",
  confirmed: "accent",
  carried_out: "positive",
  undone: "neutral",
  declined: "neutral",
  withdrawn: "neutral",
  expired: "neutral",
};

export const CAPACITY_LABELS: Record<(typeof CONFIRMATION_CAPACITIES)[number], string> = {
  account_admin: "Admin of the account",
  organization_admin: "Admin of its organization, who stood in",
};

/** What is known of a transfer where its way is shown: in lists, not who may stand in. */
type Shown = ListedTransfer & Partial<Pick<Transfer, "standIn">>;

type Confirmation = ListedTransfer["confirmations"][number];

const confirmationOf = (transfer: ListedTransfer, side: TransferSide): Confirmation | undefined =>
  transfer.confirmations.find((each) => each.side === side);

/** The side of a transfer that an account is. */
export function sideOf(transfer: ListedTransfer, accountId: string): TransferSide {
  return transfer.source.accountId === accountId ? "source" : "destination";
}

/**
 * The path of a transfer: who has taken which step, and who has to act now.
 * @param accountId the account that looks; null for support and for an organization
 */
export function stepsOf(transfer: Shown, accountId: string | null): Step[] {
  const mine = accountId === null ? null : sideOf(transfer, accountId);
  return [
    { label: "Opened", text: openedText(transfer), state: "done" },
    confirmationStep(transfer, "source", mine),
    confirmationStep(transfer, "destination", mine),
    carryOutStep(transfer),
  ];
}

function openedText({ openedFor, source, destination, openedAt }: ListedTransfer): string {
  const by = openedFor === "support" ? "support" : openedFor === "source" ? source.name : destination.name;
  return `by ${by}, ${exactDay(openedAt)}`;
}

function confirmationStep(transfer: Shown, side: TransferSide, mine: TransferSide | null): Step {
  const label = `${transfer[side].name} confirms`;
  const given = confirmationOf(transfer, side);
  if (given) return { label, text: `${given.by.name}, ${exactDay(given.at)}`, state: "done" };
  if (transfer.status !== "open") return { label, text: "did not happen", state: "ahead" };
  const { standIn } = transfer;
  if (side === "source" && standIn?.outcome === "possible") {
    return { label, text: `An admin of the organization ${standIn.organization} has to act`, state: "now" };
  }
  if (side === "source" && standIn?.outcome === "dead_end") {
    return { label, text: "Nobody can", state: "ahead" };
  }
  return side === mine
    ? { label, text: "An admin of this account has to act", state: "stopped" }
    : { label, text: "One of its admins has to act", state: "now" };
}

function carryOutStep(transfer: ListedTransfer): Step {
  const label = "Carried out";
  switch (transfer.status) {
    case "open":
      return { label, text: "by support, once both have confirmed", state: "ahead" };
    case "confirmed":
      return { label, text: "Support has to act", state: "now" };
    case "carried_out":
      return { label, text: transfer.carriedOutAt ? exactDay(transfer.carriedOutAt) : "", state: "done" };
    case "undone":
      return { label, text: "and undone by support", state: "done" };
    case "declined":
    case "withdrawn":
    case "expired":
      return { label, text: STATE_LABELS[transfer.status], state: "ahead" };
  }
}

/**
 * Who has to do what next, in a sentence.
 * @param accountId the account that looks; null for support and for an organization
 */
export function nextText(transfer: Shown, accountId: string | null): string {
  switch (transfer.status) {
    case "open":
      return waitingText(transfer, accountId);
    case "confirmed":
      return accountId === null ? "Support has to carry it out." : "Support carries it out.";
    case "carried_out":
      return transfer.undoUntil
        ? `${transfer.destination.name} manages the app. Support can undo it until ${exactDay(transfer.undoUntil)}.`
        : `${transfer.destination.name} manages the app.`;
    case "undone":
    case "declined":
    case "withdrawn":
    case "expired":
      return "Nothing. Another transfer can be requested.";
  }
}

function waitingText(transfer: Shown, accountId: string | null): string {
  const missing = (["source", "destination"] as const).filter((side) => !confirmationOf(transfer, side));
  const { standIn, source } = transfer;
  if (standIn?.outcome === "dead_end") return `Nobody can confirm for ${source.name}.`;
  if (accountId !== null && missing.includes(sideOf(transfer, accountId))) {
    return "An admin of this account has to confirm or decline.";
  }
  const isStoodIn = missing.includes("source") && standIn?.outcome === "possible";
  const who = missing.map((side) =>
    side === "source" && isStoodIn
      ? `an admin of the organization ${standIn.organization} (for ${source.name})`
      : `an admin of ${transfer[side].name}`,
  );
  const all = who.join(" and ");
  return `${all.charAt(0).toUpperCase()}${all.slice(1)} ${who.length > 1 ? "have" : "has"} to confirm.`;
}
