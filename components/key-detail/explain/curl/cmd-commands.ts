/** Reads a line as the Windows command prompt does, and then as a Windows program reads its arguments. */
import { commandGatherer, UNKNOWN, type Commands } from "./commands";

const PROMPT = /^\s*[A-Za-z]:\\[^>\n]*>/;
/** A variable; `%41%` and the like are characters of an address. */
const VARIABLE = /%[A-Za-z_]\w{2,}%/g;

/** True for a line with a caret where only the command prompt would have one, before any sign of another shell. */
export function isForCmd(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const rest = text.slice(at, at + 2);
    if (/^\^["\n%&|<>^]/.test(rest)) return true;
    if (rest.startsWith("'") || rest === "\\\n" || rest === "$'") return false;
    if (rest.startsWith('"')) at = closingQuote(text, at + 1);
  }
  return false;
}

function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text.charAt(at) === "\\") at += 1;
    else if (text.charAt(at) === '"') return at;
  }
  return text.length;
}

/** The commands of a text, each as the arguments that a program is given. */
export function cmdCommands(text: string): Commands {
  const gatherer = commandGatherer();
  for (const line of promptLines(text.replace(PROMPT, "").replaceAll(VARIABLE, UNKNOWN))) {
    const words = argumentsOf(line);
    if (words === null) return { fault: "unclosed" };
    for (const word of words) {
      gatherer.add(word);
      gatherer.endWord();
    }
    gatherer.endCommand();
  }
  return gatherer.commands();
}

/**
 * What the prompt hands to each program. Outside double quotes a caret takes the meaning from the character after it;
 * at a line's end it goes on in the next line, whose first character is then taken as it is.
 */
function promptLines(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  let isQuoted = false;
  let isTarget = false;
  const end = () => {
    lines.push(line);
    [line, isQuoted, isTarget] = ["", false, false];
  };
  for (let at = 0; at < text.length; at += 1) {
    let character = text.charAt(at);
    if (character === "\n" || (!isQuoted && /[&|]/.test(character))) {
      end();
      continue;
    }
    // Where output goes is no argument.
    if (!isQuoted && /[<>]/.test(character)) isTarget = true;
    if (!isQuoted && character === "^") {
      at += text.charAt(at + 1) === "\n" ? 2 : 1;
      character = text.charAt(at);
    } else if (character === '"') isQuoted = !isQuoted;
    if (!isTarget) line += character;
  }
  end();
  return lines;
}

/** Backslashes count before a double quote only; two quotes inside a quoted part are one. */
function argumentsOf(line: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let isQuoted = false;
  for (let at = 0; at < line.length;) {
    const [, slashes = "", quote = ""] = /^(\\*)("?)/.exec(line.slice(at)) ?? [];
    if (quote !== "") {
      word = (word ?? "") + "\\".repeat(Math.floor(slashes.length / 2));
      at += slashes.length + 1;
      if (slashes.length % 2 === 1) word += '"';
      else if (isQuoted && line.charAt(at) === '"') {
        word += '"';
        at += 1;
      } else isQuoted = !isQuoted;
      continue;
    }
    const text: string = slashes === "" ? line.charAt(at) : slashes;
    if (!isQuoted && /[ \t\r]/.test(text)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + text;
    at += text.length;
  }
  if (word !== null) words.push(word);
  return isQuoted ? null : words;
}
