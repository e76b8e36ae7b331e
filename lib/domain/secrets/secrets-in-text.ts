/**
 * Finds secrets in texts from outside (R9): private keys, and secrets of ours, whole or cut short, with or without their prefix,
 * encoded, or broken by spaces, quotes and line ends. Two things give one of ours away. Its prefix: whatever digits follow are taken for the secret. And its
 * checksum: the last six of 46 digits fit the forty before them and one of the ten prefixes, which by chance is so once in
 * 5 * 10^9 texts; so those are found wherever they stand, whatever stands between them.
 */
import {
  ALPHABET,
  CHECKSUM_LENGTH,
  crc32,
  SECRET_BODY_LENGTH,
  SECRET_KINDS,
  secretPrefix,
  stepCrc,
} from "./key-secret";
import { ENVIRONMENTS } from "../people/profiles";
import { PRIVATE_KEYS } from "./private-key-text";

/** A part of a text as it is read, and what stands in its place once it is masked. */
type Span = { readonly from: number; readonly to: number; readonly label: string };

/** Nothing shorter is a whole secret, and without one of these characters nothing is the beginning of one. */
const TOO_SHORT = SECRET_BODY_LENGTH + CHECKSUM_LENGTH;
const PART_OF_PREFIX = /[_\uFF3F%\\&]/;

/** Digits after a prefix that make a secret or most of one, where a name or a search text begins like ours do. */
const MOST_OF_ONE = 16;

/** True if the text holds a secret or most of one: it must not become a name or an address (R9). */
export function holdsSecret(text: string): boolean {
  if (text.length < TOO_SHORT && !PART_OF_PREFIX.test(text)) return false;
  const { plain } = readText(text);
  return spansIn(plain).some(({ from, to, label }) => to - from - label.length >= MOST_OF_ONE);
}

/** The text with every secret in it, and every beginning of one, cut to its prefix (R9). */
export function maskSecrets(text: string): string {
  if (text.length < TOO_SHORT && !PART_OF_PREFIX.test(text)) return text;
  const { plain, places } = readText(text);
  const found = spansIn(plain);
  if (found.length === 0) return text;
  const spans = found.toSorted((a, b) => a.from - b.from);
  let [masked, end] = ["", 0];
  for (const { from, to, label } of spans) {
    if (from >= end) masked += `${text.slice(placeOf(end), placeOf(from))}${label}…`;
    end = Math.max(end, to);
  }
  return masked + text.slice(placeOf(end));

  function placeOf(index: number): number {
    return places?.[index] ?? index;
  }
}

/** A JSON value with every text in it masked, names of fields included. */
export function maskSecretsIn<T>(value: T): T;
export function maskSecretsIn(value: unknown): unknown {
  if (typeof value === "string") return maskSecrets(value);
  if (Array.isArray(value)) return value.map((member: unknown) => maskSecretsIn(member));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [maskSecrets(name), maskSecretsIn(member)]),
  );
}

function spansIn(plain: string): readonly Span[] {
  const checked = checkedIn(plain);
  const shaped = SHAPED.test(plain) ? SHAPES.flatMap((pattern) => spansOf(pattern, plain)) : [];
  return shaped.length === 0 ? checked : [...shaped, ...checked];
}

function spansOf(pattern: RegExp, plain: string): Span[] {
  return Array.from(plain.matchAll(pattern), (match) => ({
    from: match.index,
    to: match.index + match[0].length,
    label: (match[1] ?? match[2] ?? "").toLowerCase(),
  }));
}

// ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────────

type Reading = {
  readonly plain: string;
  /** Where each character of the plain text begins in the text itself; null where they are the same. */
  readonly places: readonly number[] | null;
};

/** ASCII that is written as `%5f` or `%255f`, `\u005f`, `\x5f`, `&#95;` or `&#x5f;`, however often that was encoded again. */
const ESCAPED =
  /%(?:25)*([0-7][0-9a-f])|\\{1,8}(?:u00|x)([0-7][0-9a-f])|&#(?:x([0-7][0-9a-f])|0?(\d{2,3}));/i;
/** What is drawn as nothing, and control characters but white space. */
const UNSEEN = /[^\P{C}\t\n\r]|\u034F/u;
/** ASCII as East Asian keyboards write it: ａ for a. */
const WIDE = /[\uFF01-\uFF5E]/;
const PAST_ASCII = 0xfee0;
const ESCAPED_OR_UNSEEN = new RegExp(`${ESCAPED.source}|${UNSEEN.source}|(${WIDE.source})`, "giu");
/** Nothing of it can be in a text of these characters. */
const PLAIN = /^[ !-$'-[\]-~]*$/;

function readText(text: string): Reading {
  if (PLAIN.test(text)) return { plain: text, places: null };
  const places: number[] = [];
  let [plain, end] = ["", 0];
  const add = (part: string, from: number) => {
    for (let index = 0; index < part.length; index += 1) places.push(from + index);
    plain += part;
  };
  for (const match of text.matchAll(ESCAPED_OR_UNSEEN)) {
    add(text.slice(end, match.index), end);
    end = match.index + match[0].length;
    const hex = match[1] ?? match[2] ?? match[3];
    const wide = match[5]?.charCodeAt(0);
    const decimal = wide === undefined ? Number(match[4] ?? Number.NaN) : wide - PAST_ASCII;
    const code = hex === undefined ? decimal : Number.parseInt(hex, 16);
    if (code < 128) add(String.fromCharCode(code), match.index);
  }
  add(text.slice(end), end);
  return { plain, places: [...places, text.length] };
}

// ── By the prefix ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** A prefix and what follows; where the prefix was cut, what follows is long enough to be a secret's. */
const PREFIXED = /(ik[strc]?_(?:test|live)_)[0-9a-z]+|((?:test|live)_)[0-9a-z]{40,}/gi;

/** The middle of every prefix in base64, at each of the three places that a byte can have in it, and in hex. */
const MIDDLES = ["_live_", "_test_"].flatMap((middle) => [
  btoa(middle),
  btoa(`.${middle}`).slice(2, 9),
  btoa(`..${middle}`).slice(3, 10),
]);
const ENCODED = new RegExp(
  `(?:${MIDDLES.join("|")})[\\w+/-]{20,}=*|5[fF](?:6[cC]697665|74657374)5[fF][0-9a-fA-F]{32,}`,
  "g",
);

/** The token of a mailed link, in an address of the API or of a page. */
const LINKED = /(\/invitations\/|\/invitation#|\/forgotten-password\/new#)[\w-]{40,}/gi;

const SHAPES = [PREFIXED, ENCODED, LINKED, ...PRIVATE_KEYS];
/** Nearly no text has anything of them. */
const SHAPED = new RegExp(SHAPES.map((shape) => shape.source).join("|"), "i");

// ── By the checksum ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The value of each digit by its character code; -1 for every other ASCII character. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) => ALPHABET.indexOf(String.fromCharCode(code)));

/** A register of the CRC after as many zero bytes as a body has. */
function pastBody(register: number): number {
  let after = register;
  for (let count = 0; count < SECRET_BODY_LENGTH; count += 1) after = stepCrc(after, 0);
  return after;
}

/** What a byte has left in the register when a body's length of others came after it. CRCs are linear: it can be taken out. */
const LEFT_BY = Int32Array.from({ length: 128 }, (_, byte) => pastBody(stepCrc(0, byte)));

/** The checksum of a prefix and a body is this of the prefix, and the register that the body alone makes. */
const PREFIXES = new Map(
  SECRET_KINDS.flatMap((kind) =>
    ENVIRONMENTS.map((environment) => `${secretPrefix(kind, environment)}_`),
  ).map((prefix) => [~pastBody(~crc32(prefix)) | 0, prefix]),
);

/** True at the last eight bits of each of them: nearly every number is seen not to be one by that. */
const LAST_BITS = Uint8Array.from({ length: 256 }, (_, bits) =>
  Number([...PREFIXES.keys()].some((key) => (key & 0xff) === bits)),
);

/** A CRC has 32 bits; six digits can be more. */
const CHECKSUM_MAX = 0xffff_ffff;
/** What a digit counts that stands before the six. */
const PAST_DIGITS = ALPHABET.length ** CHECKSUM_LENGTH;

/**
 * Digits that are a body with its checksum, whatever stands between them. One pass: the register of forty digits and the
 * number of the six after them gain one and lose one at each step.
 */
function checkedIn(plain: string): Span[] {
  if (plain.length < TOO_SHORT) return [];
  const { codes, places, count } = digitsOf(plain);
  const spans: Span[] = [];
  let register = 0;
  let checksum = 0;
  for (let index = 0; index < count; index += 1) {
    checksum = checksum * ALPHABET.length + (DIGITS[codes[index] ?? 0] ?? 0);
    const bodyEnd = index + 1 - CHECKSUM_LENGTH;
    if (bodyEnd <= 0) continue;
    const leaving = codes[bodyEnd - 1] ?? 0;
    checksum -= (DIGITS[leaving] ?? 0) * PAST_DIGITS;
    register = stepCrc(register, leaving);
    const body = bodyEnd - SECRET_BODY_LENGTH;
    if (body > 0) register ^= LEFT_BY[codes[body - 1] ?? 0] ?? 0;
    const key = (checksum ^ register) | 0;
    if (body < 0 || LAST_BITS[key & 0xff] === 0) continue;
    const label = PREFIXES.get(key);
    if (label === undefined || checksum > CHECKSUM_MAX) continue;
    spans.push({ from: places[body] ?? 0, to: (places[index] ?? 0) + 1, label });
  }
  return spans;
}

/** The digits of a text without what stands between them. */
function digitsOf(plain: string) {
  const codes = new Uint8Array(plain.length);
  const places = new Uint32Array(plain.length);
  let count = 0;
  for (let index = 0; index < plain.length; index += 1) {
    const code = plain.charCodeAt(index);
    if (code > 127 || DIGITS[code] === -1) continue;
    codes[count] = code;
    places[count] = index;
    count += 1;
  }
  return { codes, places, count };
}
