/** Reads what stands between `$'` and `'`, as browsers write texts with quotes and other alphabets. */
import { UNKNOWN } from "./commands";

const LETTERS: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  e: "\u001B",
  E: "\u001B",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "?": "?",
};
const CODE = /u([0-9a-f]{1,4})|U([0-9a-f]{1,8})/iy;
/** Bytes in a row: together they may be one character. */
const BYTES = /(?:x[0-9a-f]{1,2}|[0-7]{1,3})(?:\\(?:x[0-9a-f]{1,2}|[0-7]{1,3}))*/iy;

/** Reads what stands between `$'` and `'`. @returns the text and where it ends; null where it is not closed */
export function readAnsiQuoted(text: string, from: number): { text: string; end: number } | null {
  let content = "";
  for (let at = from; at < text.length;) {
    const character = text.charAt(at);
    if (character === "'") return { text: content, end: at + 1 };
    const escape = character === "\\" ? escapeAt(text, at + 1) : { text: character, end: at + 1 };
    content += escape.text;
    at = escape.end;
  }
  return null;
}

function escapeAt(text: string, at: number): { text: string; end: number } {
  for (const [pattern, read] of [
    [CODE, readCode],
    [BYTES, readBytes],
  ] as const) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { text: read(found[0]), end: at + found[0].length };
  }
  const letter = text.charAt(at);
  return { text: LETTERS[letter] ?? UNKNOWN, end: at + 1 };
}

function readCode(escape: string): string {
  const code = Number.parseInt(escape.slice(1), 16);
  // A zero ends the text for the shell.
  return code === 0 || code > 0x10_ff_ff ? UNKNOWN : String.fromCodePoint(code);
}

function readBytes(escapes: string): string {
  const bytes = escapes
    .split("\\")
    .map((escape) =>
      /^x/i.test(escape) ? Number.parseInt(escape.slice(1), 16) : Number.parseInt(escape, 8),
    );
  if (bytes.some((byte) => byte === 0 || byte > 255)) return UNKNOWN;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(bytes));
  } catch {
    return UNKNOWN;
  }
}
