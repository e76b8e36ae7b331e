/** Reads a line as bash and its like do. */
import { readAnsiQuoted } from "./ansi-quoted";
import { commandGatherer, UNKNOWN, type Commands } from "./commands";

/** A part of a word; null where a quote or bracket is not closed. */
export type Piece = { readonly text: string; readonly end: number } | null;

const REDIRECT = /(?:&>>?|[<>](?!\()[<>]{0,2}[&|]?)/y;
const EXPANSION = /\$(?:[A-Za-z_]\w*|[\d?!$#@*-])/y;

const CURL_EXE =
  /^\s*(?:PS [^>\n]*>\s*)?(?:&\s*)?(?:(?:"[^"\n]*|'[^'\n]*|\S*)[\\/])?["']?curl\.exe(?=["'\s]|$)/i;

/**
 * The commands of a text, each as its words without quotes. Lines with `curl.exe` are for Windows, whose shells take a quote
 * that is doubled inside quotes for the quote itself: in those it is refused.
 */
export function posixCommands(text: string): Commands {
  const gatherer = commandGatherer();
  const isForWindows = CURL_EXE.test(text);
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at);
    const redirect = matchAt(REDIRECT, text, at);
    if (/[\n;|()]/.test(character) || (character === "&" && redirect === null)) gatherer.endCommand();
    // A no-break space is a character of a word.
    else if (/[ \t\r]/.test(character)) gatherer.endWord();
    else if (character === "#" && !gatherer.isInWord()) {
      at = endOf(text, "\n", at);
      continue;
    } else if (redirect !== null) {
      gatherer.redirect();
      at += redirect.length;
      // What follows is the text of a file, not commands.
      if (redirect.startsWith("<<") && redirect !== "<<<") text = text.slice(0, endOf(text, "\n", at));
      continue;
    } else {
      const piece = pieceAt(text, at);
      if (piece === null) return { fault: "unclosed" };
      const isQuote = character === "'" || character === '"';
      if (isForWindows && isQuote && text.charAt(piece.end) === character) return { fault: "powershell" };
      // A backslash before a line's end is nothing, and begins no word.
      if (piece.text !== "" || piece.end - at > 2 || character !== "\\") gatherer.add(piece.text);
      at = piece.end;
      continue;
    }
    at += 1;
  }
  return gatherer.commands();
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function endOf(text: string, what: string, from: number): number {
  const end = text.indexOf(what, from);
  return end === -1 ? text.length : end;
}

/** A quoted part, an expansion, or one character. */
function pieceAt(text: string, at: number): Piece {
  const [character, next] = [text.charAt(at), text.charAt(at + 1)];
  if (character === "'") {
    const close = text.indexOf("'", at + 1);
    return close === -1 ? null : { text: text.slice(at + 1, close), end: close + 1 };
  }
  if (character === "$" && next === "'") return readAnsiQuoted(text, at + 2);
  if (character === '"') return doubleQuoted(text, at + 1);
  if (character === "$" && next === '"') return doubleQuoted(text, at + 2);
  if (character === "\\") return { text: next === "\n" ? "" : next, end: at + 2 };
  return expansionAt(text, at) ?? { text: character, end: at + 1 };
}

/** What the shell puts something else for; undefined where there is nothing of the kind, null where it does not end. */
function expansionAt(text: string, at: number): Piece | undefined {
  const character = text.charAt(at);
  if (character === "`") return closedBy(text, "`", at + 1);
  if (/^(?:[$<>]\()/.test(text.slice(at, at + 2))) return bracketed(text, at + 1, "(", ")");
  if (text.startsWith("${", at)) return bracketed(text, at + 1, "{", "}");
  const name = matchAt(EXPANSION, text, at);
  return name === null ? undefined : { text: UNKNOWN, end: at + name.length };
}

function closedBy(text: string, close: string, from: number): Piece {
  const end = text.indexOf(close, from);
  return end === -1 ? null : { text: UNKNOWN, end: end + 1 };
}

function bracketed(text: string, from: number, open: string, close: string): Piece {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === open) depth += 1;
    if (text.charAt(at) === close) depth -= 1;
    if (depth === 0) return { text: UNKNOWN, end: at + 1 };
  }
  return null;
}

/** Inside double quotes a backslash is itself, but before these and a line's end. */
function doubleQuoted(text: string, from: number): Piece {
  let content = "";
  for (let at = from; at < text.length;) {
    const [character, next] = [text.charAt(at), text.charAt(at + 1)];
    if (character === '"') return { text: content, end: at + 1 };
    if (character === "\\" && next !== "" && '"\\$`\n'.includes(next)) {
      content += next === "\n" ? "" : next;
      at += 2;
      continue;
    }
    const expansion = /[$`]/.test(character) ? expansionAt(text, at) : undefined;
    if (expansion === null) return null;
    content += expansion?.text ?? character;
    at = expansion?.end ?? at + 1;
  }
  return null;
}
