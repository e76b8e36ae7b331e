/** The receipt of a key's end as plain text, to paste into a ticket. */
import { number } from "@/lib/domain/format/numbers";
import { preciseTime } from "@/lib/domain/format/dates";

type ReceiptCall = {
  readonly at: string;
  readonly id: string | null;
  readonly address: string | null;
};

export type ReceiptFacts = {
  readonly key: { readonly name: string; readonly clientId: string; readonly environment: string };
  readonly account: { readonly name: string };
  readonly end: "revoked" | "replaced" | "overlap_ended" | "expired";
  readonly endedAt: string;
  readonly endedBy: { readonly name: string } | null;
  readonly reason: string | null;
  readonly inForceAt: string;
  readonly boundary: "answer" | "clock" | "unconfirmed";
  readonly lastAccepted: ReceiptCall | null;
  readonly firstRefused: ReceiptCall | null;
  readonly acceptedMeanwhile: number;
  readonly acceptedAfter: number;
  readonly refusedSince: number;
  readonly auditEvent: { readonly sequence: number; readonly hash: string } | null;
  readonly issuedAt: string;
};

export const END_LABELS: Record<ReceiptFacts["end"], string> = {
  revoked: "Revoked",
  replaced: "Replaced without overlap",
  overlap_ended: "Overlap ended",
  expired: "Expired",
};

/** The title of a receipt: "Revocation receipt", or what the end was. */
export function receiptTitle(end: ReceiptFacts["end"]): string {
  return end === "expired" ? "Expiry receipt" : "Revocation receipt";
}

/** What the instant from which the end is in force means. */
export function boundaryText({ boundary, acceptedMeanwhile }: ReceiptFacts): string {
  const meanwhile =
    acceptedMeanwhile === 0
      ? ""
      : ` ${number(acceptedMeanwhile)} accepted before it, by ${acceptedMeanwhile === 1 ? "a check" : "checks"} that had begun while the revocation was being written.`;
  switch (boundary) {
    case "answer":
      return `Committed, and not yet answered: every check that began later was refused.${meanwhile}`;
    case "clock":
      return "Every check compares its own time with this instant.";
    case "unconfirmed":
      return `The first recorded refusal; the answer to the revocation was lost.${meanwhile}`;
  }
}

/** Name and value of every line, for the page and the text alike. */
export function receiptText(receipt: ReceiptFacts): string {
  const { key, account, auditEvent } = receipt;
  const lines: readonly (readonly [string, string])[] = [
    ["Key", `${key.name} (${key.clientId})`],
    ["Account", `${account.name}, ${key.environment}`],
    [END_LABELS[receipt.end], preciseTime(receipt.endedAt)],
    ...(receipt.endedBy ? [["By", receipt.endedBy.name] as const] : []),
    ...(receipt.reason ? [["Reason", receipt.reason] as const] : []),
    ["In force from", `${preciseTime(receipt.inForceAt)}. ${boundaryText(receipt)}`],
    ["Last accepted call", callText(receipt.lastAccepted)],
    ["First refused call", callText(receipt.firstRefused)],
    ["Accepted since", number(receipt.acceptedAfter)],
    ["Refused since", number(receipt.refusedSince)],
    ...(auditEvent ? [["Audit event", `${auditEvent.sequence}, ${auditEvent.hash}`] as const] : []),
    ["Read from the record", preciseTime(receipt.issuedAt)],
  ];
  return [receiptTitle(receipt.end), ...lines.map(([name, value]) => `${name}: ${value}`)].join("\n");
}

function callText(call: ReceiptCall | null): string {
  if (!call) return "none";
  const from = call.address === null ? "" : ` from ${call.address}`;
  return call.id === null
    ? `${preciseTime(call.at)} (not kept any more)`
    : `${preciseTime(call.at)}${from}, ${call.id}`;
}
