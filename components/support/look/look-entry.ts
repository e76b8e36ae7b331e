import type { OpenLookRequest } from "@/lib/contracts/support/support-desk";

export type LookEntry = {
  /** Null where a fault was found. */
  readonly body: OpenLookRequest | null;
  readonly faults: { readonly reason?: string; readonly caseNumber?: string };
};

/** `1042`, `#1042`, `Case 1042`. */
const CASE_NUMBER = /^(?:case )?#?(\d{1,15})$/i;

/** Reads why somebody looks from the form: a reason, or the number of a case. */
export function readLookEntry(read: (name: "reason" | "caseNumber") => unknown): LookEntry {
  const [reason, typed] = [textOf(read("reason")), textOf(read("caseNumber"))];
  if (reason !== "" && typed !== "") {
    return { body: null, faults: { caseNumber: "Give a reason or a case, not both." } };
  }
  if (typed === "") {
    return reason === ""
      ? { body: null, faults: { reason: "Say why you look, or name the case." } }
      : { body: { reason }, faults: {} };
  }
  const number = CASE_NUMBER.exec(typed)?.[1];
  if (number === undefined || Number(number) === 0) {
    return { body: null, faults: { caseNumber: "A case has a number, such as 1042." } };
  }
  return { body: { caseNumber: Number(number) }, faults: {} };
}

function textOf(entry: unknown): string {
  return typeof entry === "string" ? entry.trim() : "";
}
