/** The form of a new key: what is wrong with it before it is sent, and where the server's refusals belong. */
import { readRange } from "../domain/addresses";
import { readKeyName } from "../domain/key-name";
import type { FieldError } from "../domain/errors";
import { sortScopes, type Scope } from "../domain/scopes";
import { expiryFault } from "./key-expiry";

/** The fields in the order in which they stand on the page. */
const KEY_FORM_FIELDS = ["name", "expiresAt", "method", "allowedRanges", "scopes", "overlapSeconds"] as const;
export type KeyFormField = (typeof KEY_FORM_FIELDS)[number];
export type KeyFormFaults = Partial<Record<KeyFormField | "form", string>>;

export type KeyFormValues = {
  readonly name: string;
  /** ISO instant, or empty while the field holds none. */
  readonly expiresAt: string;
  /** As typed: one address or range a line. */
  readonly allowedRanges: string;
  readonly scopes: ReadonlySet<Scope>;
};

export type KeyFormRequest = {
  readonly name: string;
  readonly scopes: Scope[];
  readonly expiresAt: string;
  readonly allowedRanges: string[];
};

/** The lines of the field that hold something. */
export function readRangeLines(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** What is sent: scopes in catalogue order, so that the server's pointers and ours count alike. */
export function keyFormRequest(values: KeyFormValues): KeyFormRequest {
  return {
    name: values.name,
    scopes: sortScopes(values.scopes),
    expiresAt: values.expiresAt,
    allowedRanges: readRangeLines(values.allowedRanges),
  };
}

/** What the form itself sees to be wrong. The server decides; this only saves the way there. */
export function keyFormFaults(
  values: KeyFormValues,
  facts: { readonly now: Date; readonly maximumLifetimeDays: number },
): KeyFormFaults {
  const name = readKeyName(values.name);
  const expiresAt = values.expiresAt === "" ? null : new Date(values.expiresAt);
  const expiry = expiryFault(expiresAt, facts.now, facts.maximumLifetimeDays);
  const wrongRange = readRangeLines(values.allowedRanges).find((line) => readRange(line) === null);
  return {
    ...(name.ok ? {} : { name: name.detail }),
    ...(expiry === null ? {} : { expiresAt: expiry }),
    ...(wrongRange === undefined ? {} : { allowedRanges: rangeFault(wrongRange) }),
    ...(values.scopes.size > 0 ? {} : { scopes: "Choose at least one scope." }),
  };
}

function rangeFault(range: string): string {
  return `${range.slice(0, 60)} is not an IP address, nor a range that starts at its first address, such as 203.0.113.0/24.`;
}

/** The server's refusal by field; what belongs to none of them stands above the form. */
export function refusedFields(
  errors: readonly FieldError[],
  detail: string,
  sent: KeyFormRequest,
): KeyFormFaults {
  const faults: KeyFormFaults = {};
  for (const error of errors) {
    const field = fieldOf(error.pointer);
    const text = field === "allowedRanges" ? rangeText(error, sent) : error.detail;
    faults[field] ??= text;
  }
  if (Object.keys(faults).length === 0) faults.form = detail;
  return faults;
}

function fieldOf(pointer: string): KeyFormField | "form" {
  const [, name] = pointer.split("/");
  return KEY_FORM_FIELDS.find((field) => field === name) ?? "form";
}

function rangeText(error: FieldError, sent: KeyFormRequest): string {
  const index = Number(error.pointer.split("/")[2]);
  const range = sent.allowedRanges[index];
  return range === undefined ? error.detail : `${range.slice(0, 60)}: ${error.detail}`;
}

/** The first field with a fault, to which the focus goes. */
export function firstFault(faults: KeyFormFaults): KeyFormField | "form" | null {
  return (
    KEY_FORM_FIELDS.find((field) => faults[field] !== undefined) ??
    (faults.form === undefined ? null : "form")
  );
}
