/** What a key may be called: 1 to 80 visible characters on one line that mean what they look like. */

import { holdsSecret } from "../secrets/secrets-in-text";
import { comparableName, JOINED, KEY_NAME_MAX_LENGTH, keyNameLength } from "./name-text";

const JOINED_ONLY = new RegExp(JOINED, "gu");

/**
 * Control characters, line separators, and what is drawn as nothing: the marks that reverse or hide the order of what
 * is read, other joiners, fillers. Variation selectors stay, since emoji are written with them.
 */
const FORBIDDEN =
  /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029\uFFF9-\uFFFB]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/u;
/** The four left out are drawn as nothing, though they count as symbols and letters: Braille's blank is one. */
const VISIBLE = /(?![\u2800\u{1D159}\u{13441}\u{13442}])[\p{L}\p{N}\p{P}\p{S}]/u;

export type NameRefusal = "name_empty" | "name_too_long" | "name_characters" | "name_holds_secret";

export type NameReading =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly code: NameRefusal; readonly detail: string };

/** Reads a name in the form in which names are compared; or why it can't be one. */
export function readKeyName(text: string): NameReading {
  // Bounded before any other work: composing can't make a text of this length short enough.
  if (text.length > KEY_NAME_MAX_LENGTH * 8) return tooLong();
  // Around the name white space is forgiven, line breaks too; within it a line break is no space.
  if (FORBIDDEN.test(text.normalize("NFC").trim().replaceAll(JOINED_ONLY, ""))) {
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
  return keyNameLength(name) > KEY_NAME_MAX_LENGTH ? tooLong() : { ok: true, name };
}

function tooLong(): NameReading {
  return {
    ok: false,
    code: "name_too_long",
    detail: `A name has at most ${KEY_NAME_MAX_LENGTH} characters.`,
  };
}
