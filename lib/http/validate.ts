import type { z } from "zod";

import { pointerOf, readInput } from "../contracts/fields/field-errors";
import { DomainError, invalid, notFound } from "../domain/errors";
import { holdsSecret, maskSecrets } from "../domain/secrets/secrets-in-text";

/** The input as its schema understands it. @throws DomainError validation_failed with a pointer to each fault */
export function validate<T extends z.ZodType>(
  schema: T,
  input: unknown,
  toPointer: (path: readonly PropertyKey[]) => string = pointerOf,
): z.output<T> {
  assertNoNul(input, toPointer);
  const result = readInput(schema, input, toPointer);
  if (result.ok) {
    assertNoSecret(result.data, toPointer);
    return result.data;
  }
  const { errors } = result;
  throw new DomainError("validation_failed", errors[0]?.detail ?? "The input is not valid.", { errors });
}

/** Passwords are kept as hashes only, and compared as they were typed; of a key that is no public one its contract says so. */
const LOOKED_AT_ELSEWHERE = new Set(["password", "currentPassword", "newPassword", "publicKey"]);

/**
 * No text with a secret in it goes any further (R9): a field that may have one masks it in its schema, as reasons do. So a
 * new field can't be forgotten.
 */
function assertNoSecret(data: unknown, toPointer: (path: readonly PropertyKey[]) => string): void {
  for (const place of placesIn(data)) {
    if (typeof place.value !== "string" || LOOKED_AT_ELSEWHERE.has(place.key) || !holdsSecret(place.value))
      continue;
    const detail =
      "This holds an integration key, another secret, or most of one. Leave it out: what is sent here may be kept.";
    throw invalid(maskSecrets(toPointer(pathOf(place))), "holds_secret", detail);
  }
}

type Place = { readonly value: unknown; readonly key: string; readonly parent: Place | null };

function pathOf(place: Place): string[] {
  const path: string[] = [];
  for (let at = place; at.parent; at = at.parent) path.unshift(at.key);
  return path;
}

/** Every value of an input. Found without recursion, since a body may be as deep as it is long. */
function* placesIn(input: unknown): Generator<Place> {
  const left: Place[] = [{ value: input, key: "", parent: null }];
  for (let place = left.pop(); place; place = left.pop()) {
    yield place;
    const { value } = place;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, member] of Object.entries(value)) left.push({ value: member, key, parent: place });
  }
}

/** No text may hold U+0000: PostgreSQL can't store or compare it, and no field of ours has a use for it. */
function assertNoNul(input: unknown, toPointer: (path: readonly PropertyKey[]) => string): void {
  for (const place of placesIn(input)) {
    if (typeof place.value !== "string" || !place.value.includes("\0")) continue;
    const detail = "A text can't hold the character U+0000.";
    throw invalid(toPointer(pathOf(place)), "control_characters", detail);
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
