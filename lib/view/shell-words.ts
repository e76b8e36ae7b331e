/** Splits a command line into words as a POSIX shell would; also `$'…'`, and `^` at the end of a line (Windows). */
export function shellWords(line: string): string[] {
  const text = line.replaceAll(/[\\^]\r?\n/g, " ");
  const words: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text.charAt(at))) {
      if (word !== null) words.push(word);
      word = null;
      at += 1;
      continue;
    }
    const piece = pieceAt(text, at);
    word = (word ?? "") + piece.text;
    at = piece.end;
  }
  if (word !== null) words.push(word);
  return words;
}

type Piece = { readonly text: string; readonly end: number };

/** A quoted part or one character, from this place on. A quote that nobody closes reaches to the end. */
function pieceAt(text: string, at: number): Piece {
  const character = text.charAt(at);
  if (character === "'") {
    const close = text.indexOf("'", at + 1);
    const end = close === -1 ? text.length : close;
    return { text: text.slice(at + 1, end), end: end + 1 };
  }
  if (character === "$" && text.charAt(at + 1) === "'") return quoted(text, at + 2, "'", ansiEscape);
  if (character === '"') return quoted(text, at + 1, '"', plainEscape);
  if (character === "\\") return { text: text.charAt(at + 1), end: at + 2 };
  return { text: character, end: at + 1 };
}

type Escape = (text: string, at: number) => Piece;

function quoted(text: string, from: number, close: string, escape: Escape): Piece {
  let content = "";
  let at = from;
  while (at < text.length && text.charAt(at) !== close) {
    const piece = text.charAt(at) === "\\" ? escape(text, at + 1) : { text: text.charAt(at), end: at + 1 };
    content += piece.text;
    at = piece.end;
  }
  return { text: content, end: at + 1 };
}

/** Inside double quotes a backslash is itself, but before these. */
const plainEscape: Escape = (text, at) => {
  const character = text.charAt(at);
  return { text: '"\\$`'.includes(character) ? character : `\\${character}`, end: at + 1 };
};

const ANSI: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

const ansiEscape: Escape = (text, at) => {
  const code = /^(?:u([0-9a-f]{1,4})|x([0-9a-f]{1,2}))/i.exec(text.slice(at, at + 5));
  if (code) {
    const value = Number.parseInt(code[1] ?? code[2] ?? "", 16);
    return { text: String.fromCodePoint(value), end: at + code[0].length };
  }
  const character = text.charAt(at);
  return { text: ANSI[character] ?? character, end: at + 1 };
};
