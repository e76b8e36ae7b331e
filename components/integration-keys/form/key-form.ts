/** The form of a new key: its fields, and what is sent of them. */
import type { AuthenticationMethod } from "@/lib/domain/keys/availability";
import { LONG_LIVED_SCOPES, sortScopes, type Scope } from "@/lib/domain/keys/scopes";

/** The fields in the order in which they stand on the page. */
export const KEY_FORM_FIELDS = [
  "name",
  "method",
  "expiresAt",
  "allowedRanges",
  "scopes",
  "overlapSeconds",
] as const;
export type KeyFormField = (typeof KEY_FORM_FIELDS)[number];
export type KeyFormFaults = Partial<Record<KeyFormField | "form", string>>;

export type KeyFormValues = {
  readonly name: string;
  readonly method: AuthenticationMethod;
  /** Of an app: whether it can keep no secret. */
  readonly isPublic: boolean;
  /** ISO instant, or empty while the field holds none. */
  readonly expiresAt: string;
  /** The addresses as they were typed: one address or range a line. */
  readonly allowedRanges: string;
  readonly scopes: ReadonlySet<Scope>;
};

export type KeyFormRequest = {
  readonly name: string;
  readonly scopes: Scope[];
  /** Left out for an app, which does not expire. */
  readonly expiresAt?: string;
  readonly allowedRanges: string[];
};

/** The lines of the field that hold something. */
export function readRangeLines(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The chosen scopes that a key of this method can hold: what was chosen for an app stays while its method is looked at. */
export function heldScopes({ method, scopes }: Pick<KeyFormValues, "method" | "scopes">): Scope[] {
  return sortScopes(scopes).filter((scope) => method === "oauth" || LONG_LIVED_SCOPES.includes(scope));
}

/** What is sent: scopes in catalogue order, so that the server's pointers and ours count alike. */
export function keyFormRequest(values: KeyFormValues): KeyFormRequest {
  return {
    name: values.name,
    scopes: heldScopes(values),
    ...(values.method === "oauth" ? {} : { expiresAt: values.expiresAt }),
    allowedRanges: readRangeLines(values.allowedRanges),
  };
}

/** The first field with a fault, to which the focus goes. */
export function firstFault(faults: KeyFormFaults): KeyFormField | "form" | null {
  return (
    KEY_FORM_FIELDS.find((field) => faults[field] !== undefined) ??
    (faults.form === undefined ? null : "form")
  );
}
