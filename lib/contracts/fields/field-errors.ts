import type { z } from "zod";

import type { FieldError } from "../../domain/errors";
import { count } from "../../domain/format/numbers";
import { maskSecrets } from "../../domain/secrets/secrets-in-text";

/** A field's place as a JSON pointer (RFC 6901): `/scopes/2`. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

export type InputReading<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/**
 * Reads what somebody sent: as its schema understands it, or what is wrong with it, each fault with the place that it is
 * in and with words of ours, never the validator's. Names of fields and scopes come back in it, and somebody may have put
 * a key in their place (R9).
 */
export function readInput<T extends z.ZodType>(
  schema: T,
  input: unknown,
  toPointer: (path: readonly PropertyKey[]) => string = pointerOf,
): InputReading<z.output<T>> {
  const result = schema.safeParse(input, { error: ownWords });
  if (result.success) return { ok: true, data: result.data };
  const errors = result.error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        pointer: maskSecrets(toPointer([...issue.path, key])),
        code: "unknown_field",
        detail: "There is no such field.",
      }));
    }
    return [
      {
        pointer: maskSecrets(toPointer(issue.path)),
        code: codeOf(issue),
        detail: maskSecrets(issue.message),
      },
    ];
  });
  return { ok: false, errors };
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "custom") return String(issue.params?.["code"] ?? "invalid");
  return issue.code === "invalid_union" ? "invalid_type" : issue.code;
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  date: "a time",
  null: "null",
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: "This is no id: ids are UUIDs.",
  email: "This is no email address.",
  datetime: "This is no time as ISO 8601 has it: 2026-11-30T12:00:00Z.",
  date: "This is no day as ISO 8601 has it: 2026-11-30.",
  url: "This is no address.",
};

const NOT_TAKEN = "This is not taken here.";

/** What is wrong, where a schema has no words of its own for it. */
function ownWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `This has to be ${KINDS[issue.expected] ?? "something else"}.`;
    case "too_small":
      return boundText("At least", Number(issue.minimum), issue.origin);
    case "too_big":
      return boundText("At most", Number(issue.maximum), issue.origin);
    case "invalid_value":
      return `This has to be ${issue.values.length === 1 ? "" : "one of "}${issue.values.map(String).join(", ")}.`;
    case "invalid_format":
      return FORMATS[issue.format] ?? "This is not written as it has to be.";
    case "not_multiple_of":
      return `This has to be a multiple of ${issue.divisor}.`;
    case "invalid_union":
    case "unrecognized_keys":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return NOT_TAKEN;
  }
}

function boundText(bound: string, amount: number, origin: string): string {
  if (origin === "string") return `${bound} ${count(amount, "character")}.`;
  if (origin === "array" || origin === "set") return `${bound} ${count(amount, "entry", "entries")}.`;
  return `${bound} ${amount}.`;
}
