/** What a key may be called: 1 to 80 visible characters on one line that mean what they look like. */

import { holdsSecret } from "./key-secret";

export const KEY_NAME_MAX_LENGTH = 80;

/**
 * Control characters, line separators, and what is drawn as nothing: the marks that reverse or hide the order of what
 * is read, joiners, fillers. Variation selectors stay, since emoji are written with them.
 */
const FORBIDDEN =
  /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029\uFFF9-\uFFFB]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/u;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

export type NameRefusal = "name_empty" | "name_too_long" | "name_characters" | "name_holds_secret";

export type NameReading =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly code: NameRefusal; readonly detail: string };

/** A name as people can tell it from another: composed (NFC), one space for any white space, none around it. */
export function comparableName(text: string): string {
  return text.normalize("NFC").replaceAll(/\s+/gu, " ").trim();
}

/** Reads a name in the form in which names are compared; or why it can't be one. */
export function readKeyName(text: string): NameReading {
  // Bounded before any other work: composing can't make a text of this length short enough.
  if (text.length > KEY_NAME_MAX_LENGTH * 8) return tooLong();
  // Around the name white space is forgiven, line breaks too; within it a line break is no space.
  if (FORBIDDEN.test(text.normalize("NFC").trim())) {
    return {
      ok: false,
      code: "name_characters",
      detail: "A name has no control characters, line breaks, direction marks or invisible characters.",
    };
  }
  const name = comparableName(text);
  if (holdsSecret(name)) {
    return {
      ok: false,
      code: "name_holds_secret",
      detail: "This looks like a key itself. A name is read by many; use words instead.",
    };
  }
  if (!VISIBLE.test(name)) return { ok: false, code: "name_empty", detail: "Give the key a name." };
  return Array.from(name).length > KEY_NAME_MAX_LENGTH ? tooLong() : { ok: true, name };
}

function tooLong(): NameReading {
  return {
    ok: false,
    code: "name_too_long",
    detail: `A name has at most ${KEY_NAME_MAX_LENGTH} characters.`,
  };
}
