/**
 * How many guesses a password holds out, as a power of ten: the cheapest way to put it together from what guessers try
 * first (listed words, the person's own words, rows of keys, repetition), and a power for each character between.
 * The model is that of zxcvbn (Wheeler, USENIX Security 2016), cut down to what is certain.
 */
import { normalizePassword } from "./passwords";

/**
 * The power of ten of the guesses that a password has to hold out: fewer is what somebody tries who guesses by hand or
 * by list.
 */
export const GUESSES_MIN_POWER = 8;

/** The place of a word in a list of common ones, from 1; null for words that are not in it. */
export type RankOf = (word: string) => number | null;

export type PasswordFault = {
  readonly code: "password_own_words" | "password_easy";
  readonly detail: string;
};

const WORD_MIN = 3;
const WORD_MAX = 24;
/** What each part costs, as a power of ten. */
const COST = { character: 1, ownWord: 1, run: 1.5, again: 0.5, year: 1.5, disguise: 0.3 } as const;

/** Rows of keys and other orders that people run along, forwards or backwards. */
const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "1234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "yxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "qazwsxedcrfvtgbyhnujmikolp",
  "!@#$%^&*()_+",
  '!"§$%&/()=?',
].flatMap((row) => [row.repeat(2), Array.from(row).toReversed().join("").repeat(2)]);

const DISGUISES: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
  "+": "t",
  "€": "e",
};

/** A text without case, accents and other spellings of the same letter. */
function fold(text: string): string {
  return normalizePassword(text).toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");
}

/**
 * The words by which somebody who knows a person would guess: the address, the names, and the parts of each.
 * @param texts the person's address and name, names of accounts and organizations
 */
export function ownWords(texts: readonly string[]): ReadonlySet<string> {
  const words = texts.flatMap((text) => [fold(text), ...fold(text).split(/[^\p{L}\p{N}]+/u)]);
  return new Set(
    [...words, "countersign", "counter sign", "integration key"].filter((word) => word.length >= WORD_MIN),
  );
}

/** What makes a password easy to guess, as a sentence that says what helps; null where nothing does. */
export function guessingFault(
  password: string,
  own: ReadonlySet<string>,
  rankOf: RankOf,
): PasswordFault | null {
  if (guessesPower(password, own, rankOf) >= GUESSES_MIN_POWER) return null;
  if (guessesPower(password, new Set(), rankOf) >= GUESSES_MIN_POWER) {
    return {
      code: "password_own_words",
      detail:
        "This is little more than your name, your address, an account of yours or the name of this product, which is what somebody guesses first. Choose words that have nothing to do with you.",
    };
  }
  return {
    code: "password_easy",
    detail:
      "This is easy to guess: common words, a row of keys, or the same again and again. Choose four words that don’t belong together, or let a password manager make one.",
  };
}

/** The power of ten of the guesses that a password holds out. Takes time that grows with its length alone. */
export function guessesPower(password: string, own: ReadonlySet<string>, rankOf: RankOf): number {
  const text = Array.from(fold(password));
  const bare = text.map((character) => DISGUISES[character] ?? character);
  const lengths = wordLengths(own);
  /** The cheapest way to each place. */
  const powers = [0];
  for (let end = 1; end <= text.length; end += 1) {
    let least = (powers[end - 1] ?? 0) + COST.character;
    for (let start = Math.floor(end / 2); start < end - 1; start += 1) {
      least = Math.min(least, (powers[start] ?? 0) + againPower(text, start, end));
    }
    for (const length of lengths) {
      const before = powers[end - length];
      // Dear ways to begin are no ways to be cheap.
      if (before === undefined || before >= least) continue;
      const part = [text, bare].map((characters) => characters.slice(end - length, end).join(""));
      least = Math.min(least, before + partPower(part[0] ?? "", part[1] ?? "", own, rankOf));
    }
    powers.push(Math.min(least, runsPower(text, end, powers)));
  }
  return powers.at(-1) ?? 0;
}

/** How long a part can be that stands in a list. */
function wordLengths(own: ReadonlySet<string>): ReadonlySet<number> {
  const listed = Array.from({ length: WORD_MAX - WORD_MIN + 1 }, (_, index) => WORD_MIN + index);
  return new Set([...listed, ...Array.from(own, (word) => Array.from(word).length)]);
}

/** What one part costs that a guesser would have in a list. @param bare the same without disguise: 0 as o, @ as a */
function partPower(part: string, bare: string, own: ReadonlySet<string>, rankOf: RankOf): number {
  if (/^(?:19|20)\d\d$/.test(part)) return COST.year;
  const plain = wordPower(part, own, rankOf);
  const disguised = bare === part ? Infinity : wordPower(bare, own, rankOf);
  const backwards = wordPower(Array.from(part).toReversed().join(""), own, rankOf);
  return Math.min(plain, disguised + COST.disguise, backwards + COST.disguise);
}

function wordPower(word: string, own: ReadonlySet<string>, rankOf: RankOf): number {
  if (own.has(word)) return COST.ownWord;
  const rank = rankOf(word);
  return rank === null ? Infinity : Math.log10(rank + 1);
}

/** The cost of what stands right before it once more, two characters at least. */
function againPower(text: readonly string[], start: number, end: number): number {
  const length = end - start;
  if (start < length) return Infinity;
  for (let index = start; index < end; index += 1) {
    if (text[index] !== text[index - length]) return Infinity;
  }
  return COST.again;
}

/** The cost of the longest run that ends here: one character again and again, or along a row. */
function runsPower(text: readonly string[], end: number, powers: readonly number[]): number {
  let least = Infinity;
  for (let start = end - 2; start >= 0; start -= 1) {
    const part = text.slice(start, end);
    const isRun = part.every((character) => character === part[0]) || isRow(part);
    if (!isRun) break;
    if (part.length >= WORD_MIN) least = Math.min(least, (powers[start] ?? 0) + COST.run);
  }
  return least;
}

/** True for characters along a row of keys, or in the order of their code points, each way, in steps of up to two. */
function isRow(part: readonly string[]): boolean {
  const joined = part.join("");
  if (ROWS.some((row) => row.includes(joined))) return true;
  const points = part.map((character) => character.codePointAt(0) ?? 0);
  const step = (points[1] ?? 0) - (points[0] ?? 0);
  return (
    Math.abs(step) <= 2 &&
    points.every((point, index) => index === 0 || point - (points[index - 1] ?? 0) === step)
  );
}
