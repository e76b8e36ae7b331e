import type { JsonValue } from "./audit-event";
import type { StateDifference } from "./recorded-state";
import { auditedChanges } from "./audit-changes";
import { count } from "../format/numbers";

export type ChainResult = {
  readonly isValid: boolean;
  readonly events: number;
  readonly firstFault: { readonly sequence: number; readonly kind: ChainFaultKind } | null;
  readonly differenceCount: number;
};
export type ChainFaultKind = "missing" | "changed" | "unlinked" | "head" | "unregistered" | "unbegun";

/** The result of a check of the record in a sentence. */
export function chainWords({ events, firstFault, differenceCount }: ChainResult): string {
  if (firstFault) return faultWords(firstFault.sequence, firstFault.kind);
  if (differenceCount > 0) {
    return `The record is whole, and ${count(differenceCount, "thing")} here ${differenceCount === 1 ? "differs" : "differ"} from it.`;
  }
  return `All ${count(events, "event")} are there, unchanged and in order, and everything here is as they say.`;
}

function faultWords(sequence: number, kind: ChainFaultKind): string {
  const event = `Event ${sequence}`;
  switch (kind) {
    case "missing":
      return `${event} is gone from the record.`;
    case "changed":
      return `${event} is not what was written: its content no longer fits its hash.`;
    case "unlinked":
      return `${event} does not follow the one before it: something was put in, taken out or moved.`;
    case "head":
      return `The record does not end with the event that it should end with (${sequence}).`;
    case "unregistered":
      return `${event} stands behind the end of the record: it was not written by this product.`;
    case "unbegun":
      return "The record has no beginning: what was written before its first event is gone.";
  }
}

/** What differs from the record, in a sentence. */
export function differenceWords(difference: StateDifference): string {
  const { kind, field, recorded, present } = difference;
  const subject = subjectWords(difference);
  if (kind === "gone") return `${subject} is gone, and the record has no end of it.`;
  if (kind === "unrecorded" || field === null)
    return `${subject} is there, and the record has no beginning of it.`;
  if (field === "revokedAt" && present === null)
    return `${subject} is not revoked, and the record says that it was.`;
  if (field === "isEnded" && present === false)
    return `${subject} is live, and the record says that it was ended.`;
  const words = fieldWords(field, recorded, present);
  return `${subject}: ${words.field.toLowerCase()} is ${words.after}, and the record says ${words.before}.`;
}

function fieldWords(field: string, recorded: JsonValue, present: JsonValue) {
  const [change] = auditedChanges({ before: { [field]: recorded }, after: { [field]: present } });
  return {
    field: change?.field ?? field,
    before: change?.before ?? JSON.stringify(recorded),
    after: change?.after ?? JSON.stringify(present),
  };
}

function subjectWords({ subjectKind, subjectName, subjectId }: StateDifference): string {
  switch (subjectKind) {
    case "account":
      return "The account";
    case "key_policy":
      return "The key policy";
    case "member":
      return `Member ${subjectName}`;
    case "integration_key":
      return `Key ${subjectName} (${subjectId})`;
    case "credential":
      return `Credential ${subjectName} (${subjectId})`;
    case "user":
      return subjectName;
    case "session":
      return `Session ${subjectId}`;
  }
}
