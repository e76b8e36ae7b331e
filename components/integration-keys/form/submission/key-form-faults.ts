/**
 * What is wrong with the form of a new key before it is sent, and where the server's refusals belong. Nobody has to load
 * this to see the form.
 */
import { readRange } from "@/lib/domain/ip-addresses";
import { readKeyName } from "@/lib/domain/keys/key-name";
import type { FieldError } from "@/lib/domain/errors";
import { expiryFault } from "../expiry/key-expiry";
import {
  heldScopes,
  KEY_FORM_FIELDS,
  readRangeLines,
  type KeyFormFaults,
  type KeyFormField,
  type KeyFormRequest,
  type KeyFormValues,
} from "../key-form";

/** What the form itself sees to be wrong. The server decides; this only saves the way there. */
export function keyFormFaults(
  values: KeyFormValues,
  facts: { readonly now: Date; readonly maximumLifetimeDays: number },
): KeyFormFaults {
  const name = readKeyName(values.name);
  const expiresAt = values.expiresAt === "" ? null : new Date(values.expiresAt);
  const expiry =
    values.method === "oauth" ? null : expiryFault(expiresAt, facts.now, facts.maximumLifetimeDays);
  const wrongRange = readRangeLines(values.allowedRanges).find((line) => readRange(line) === null);
  return {
    ...(name.ok ? {} : { name: name.detail }),
    ...(expiry === null ? {} : { expiresAt: expiry }),
    ...(wrongRange === undefined ? {} : { allowedRanges: rangeFault(wrongRange) }),
    ...(heldScopes(values).length > 0 ? {} : { scopes: "Choose at least one scope." }),
  };
}

function rangeFault(range: string): string {
  return `${range.slice(0, 60)} is not an IP address, nor a range that starts at its first address, such as 203.0.113.0/24.`;
}

/** The fields that the server refused, with why; what belongs to none of them stands above the form. */
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
