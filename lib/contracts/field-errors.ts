import type { z } from "zod";

import type { FieldError } from "../domain/errors";
import { maskSecrets } from "../domain/key-secret";

/** A field's place as a JSON pointer (RFC 6901): `/scopes/2`. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/**
 * What a schema found wrong, each fault with the place that it is in. Names of fields and scopes come back in it, and
 * somebody may have put a key in their place (R9).
 */
export function fieldErrors(
  error: z.ZodError,
  toPointer: (path: readonly PropertyKey[]) => string = pointerOf,
): FieldError[] {
  return error.issues.flatMap((issue) => {
    const code = issue.code === "custom" ? String(issue.params?.["code"] ?? "invalid") : issue.code;
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        pointer: maskSecrets(toPointer([...issue.path, key])),
        code: "unknown_field",
        detail: "There is no such field.",
      }));
    }
    return [{ pointer: maskSecrets(toPointer(issue.path)), code, detail: maskSecrets(issue.message) }];
  });
}
