/** Which shortcut a key press asks for, on any keyboard. */

type KeyPress = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing"
>;

export type Shortcut = "palette" | "search" | "key-help";

const LATIN = /^[\p{Script=Latin}]$/u;
const NOT_ASCII = /[^\0-\u007F]/;

/**
 * The shortcut of a key press; null for none, and while a word is being composed.
 *
 * Where the layout has Latin letters (AZERTY, Dvorak), the letter that is drawn on the key counts, wherever that key lies. Where
 * it has others (Russian, Greek, Korean), the key at the place of the letter on a US keyboard does. The same holds for `/` and
 * `?`, which Greek has in their place and Russian has not.
 */
export function shortcutOf(press: KeyPress): Shortcut | null {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing } = press;
  // Some browsers report the key that ends a composition after it has ended, as "Process".
  if (isComposing || altKey || key === "Process" || key === "Dead") return null;
  if (ctrlKey || metaKey) return !shiftKey && isLetterK(key, code) ? "palette" : null;
  if (key === "?") return "key-help";
  if (key === "/") return "search";
  if (code !== "Slash" || !isOfAnotherScript(key)) return null;
  return shiftKey ? "key-help" : "search";
}

function isLetterK(key: string, code: string): boolean {
  return LATIN.test(key) ? key.toLowerCase() === "k" : code === "KeyK";
}

/** A letter of another script stands on the key: then the character that is wanted can't be typed there. */
function isOfAnotherScript(key: string): boolean {
  return key.length === 1 && NOT_ASCII.test(key) && !LATIN.test(key);
}
