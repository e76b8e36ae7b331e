import { z } from "zod";

import { number } from "../../domain/format/numbers";
import { maskSecrets } from "../../domain/secrets/secrets-in-text";

/** Control characters but tab and line breaks, lone surrogates, and marks that reverse the order of what is read. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

/**
 * Text that somebody writes for somebody else. A key that is named in it is cut to its prefix, since such texts stay (R9).
 * @param what what it is, as a refusal names it
 * @param missing what to do where there is none
 */
export function plainText(what: string, maxLength: number, missing: string) {
  return z
    .string({ error: missing })
    .trim()
    .min(1, { error: missing })
    .max(maxLength, { error: `At most ${number(maxLength)} characters.` })
    .refine((text) => !FORBIDDEN.test(text.replaceAll(/[\t\r\n]/g, " ")), {
      params: { code: "control_characters" },
      message: `${what} has no control characters or direction marks.`,
    })
    .transform(maskSecrets);
}
