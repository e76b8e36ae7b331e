import type { z } from "zod";

import { fieldErrors, pointerOf } from "../contracts/field-errors";
import { DomainError, invalid, notFound } from "../domain/errors";

/** The input as its schema understands it. @throws DomainError validation_failed with a pointer to each fault */
export function validate<T extends z.ZodType>(
  schema: T,
  input: unknown,
  toPointer: (path: readonly PropertyKey[]) => string = pointerOf,
): z.output<T> {
  assertNoNul(input, toPointer);
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = fieldErrors(result.error, toPointer);
  throw new DomainError("validation_failed", errors[0]?.detail ?? "The input is not valid.", { errors });
}

type Place = { readonly value: unknown; readonly key: string; readonly parent: Place | null };

function pathOf(place: Place): string[] {
  const path: string[] = [];
  for (let at = place; at.parent; at = at.parent) path.unshift(at.key);
  return path;
}

/**
 * No text may hold U+0000: PostgreSQL can't store or compare it, and no field of ours has a use for it. Looked for
 * without recursion, since a body may be as deep as it is long.
 */
function assertNoNul(input: unknown, toPointer: (path: readonly PropertyKey[]) => string): void {
  const left: Place[] = [{ value: input, key: "", parent: null }];
  for (let place = left.pop(); place; place = left.pop()) {
    const { value } = place;
    if (typeof value === "string" && value.includes("\0")) {
      const detail = "A text can't hold the character U+0000.";
      throw invalid(toPointer(pathOf(place)), "control_characters", detail);
    }
    if (typeof value !== "object" || value === null) continue;
    for (const [key, member] of Object.entries(value)) left.push({ value: member, key, parent: place });
  }
}

/** Parameters of the address; one that can't be an id names nothing. @throws DomainError not_found */
export function validateParams<T extends z.ZodType>(schema: T, params: unknown): z.output<T> {
  const result = schema.safeParse(params);
  if (!result.success) throw notFound();
  return result.data;
}

/** The query as an object; a field given twice is refused rather than guessed. @throws DomainError validation_failed */
export function validateQuery<T extends z.ZodType>(schema: T, search: URLSearchParams): z.output<T> {
  const input = new Map<string, string>();
  for (const [name, value] of search) {
    if (input.has(name)) {
      const detail = `${name} is given twice.`;
      throw invalid(`?${name}`, "given_twice", detail);
    }
    input.set(name, value);
  }
  return validate(schema, Object.fromEntries(input), (path) => `?${path.join(".")}`);
}
