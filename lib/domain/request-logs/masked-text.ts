/**
 * A text of a request without what authenticates somebody, wherever in it that stands: behind a name that tells, in a URL,
 * a form, JSON, a part of a multipart body, after a scheme, and all of it encoded as often as somebody encoded it (R9, S5).
 * Where a text can be read in two ways, more is masked. One pass each: the time is that of the text's length.
 */

/** What stands in the place of a value that is not kept. */
export const MASKED = "[masked]";

/** Parts of names whose values authenticate: of headers, parameters, fields. Words in capitals are parted before. */
const TELLING_NAME =
  /auth|token|secret|pass(?!ive|enger)|pwd|cookie|session|sess[-_]?id|key|credential|signature|assertion|jwt|saml|csrf|xsrf|otp|license|bearer|phrase|hmac|(?:^|[^a-z])(?:pw|sid|sig|code|pin|access|private|nonce|ticket)(?:$|[^a-z])/i;
const PARTED = /([a-z\d])([A-Z])/g;
/** Of CORS: they name methods and headers. */
const SAYS_NOTHING = /^access-control-/i;

/** Whether the value of a header, parameter or field of this name authenticates somebody. However the name is encoded. */
export function isTelling(name: string): boolean {
  return MAY_BE_ENCODED.test(name) ? levelsOf(name).some(tells) : tells(name);
}

const MAY_BE_ENCODED = /[%\\&]/;

function tells(name: string): boolean {
  return TELLING_NAME.test(name.replaceAll(PARTED, "$1-$2")) && !SAYS_NOTHING.test(name);
}

/** The text with each value masked that a name, a scheme or its shape gives away, and each piece that hides one encoded. */
export function maskedText(text: string): string {
  return maskedOnce(text).replaceAll(PIECE, (piece) => (isHiding(piece) ? MASKED : piece));
}

const PIECE = /[^\s"'<>&;]+/g;

/** True of a text in which something is to be masked once it is decoded; and of one encoded oftener than anybody does. */
export function isHiding(text: string): boolean {
  const levels = levelsOf(text);
  if (levels.length === 1) return false;
  if (levels.length > LEVELS_MAX) return true;
  return levels.slice(1).some((level) => maskedOnce(level) !== level);
}

const LEVELS_MAX = 6;
const ESCAPES = /(?:%[\da-f]{2})+|\\{1,8}u[\da-f]{4}|\\{1,8}x[\da-f]{2}|&#(?:x[\da-f]{1,6}|\d{1,7});/gi;

/** The text, and what it is decoded to, again and again, until it is the same. */
function levelsOf(text: string): string[] {
  const levels = [text];
  for (let level = text; levels.length <= LEVELS_MAX;) {
    const next = level.replaceAll(ESCAPES, decoded);
    if (next === level) break;
    levels.push(next);
    level = next;
  }
  return levels;
}

function decoded(escape: string): string {
  if (escape.startsWith("%")) {
    try {
      return decodeURIComponent(escape);
    } catch {
      return escape.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
    }
  }
  const hex = /[ux]([\da-f]+);?$/i.exec(escape)?.[1];
  const code = hex === undefined ? Number(/\d+/.exec(escape)?.[0]) : Number.parseInt(hex, 16);
  return code < 0x11_0000 ? String.fromCodePoint(code) : "";
}

// ── One level ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const USER_INFO = /\/\/[^\s/?#"'<>]*@/g;
/** A password with a slash in it, which a port is not. */
const LOOSE_USER_INFO = /\/\/[^\s/?#"'<>:]{1,200}:(?!\d{1,5}(?:[/?#]|$))[^\s"'<>@]{0,200}@/g;
/** A scheme of RFC 9110 section 11.1 with what follows it. */
const SCHEME =
  /\b(bearer|basic|negotiate|ntlm|hoba|mutual|vapid|dpop|apikey|scram-sha-(?:1|256))[\s+:=]{1,4}[^\s"',;&<>]{6,}|\b(digest|aws4-hmac-sha256)[\s+]{1,4}[^\r\n]{6,}/gi;
const JWT = /\beyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g;

/** The text with what stands before the host of an address masked. */
export function withoutUsers(text: string): string {
  return text.replaceAll(USER_INFO, `//${MASKED}@`).replaceAll(LOOSE_USER_INFO, `//${MASKED}@`);
}

function maskedOnce(text: string): string {
  return withoutUsers(withoutValues(text))
    .replaceAll(
      SCHEME,
      (_, one: string | undefined, rest: string | undefined) => `${one ?? rest ?? ""} ${MASKED}`,
    )
    .replaceAll(JWT, MASKED);
}

const SEPARATOR = /[=:]/g;
const NAME_MAX_LENGTH = 200;
const NAME_END = /[\s"'=:;,&?{}()<>/#|]/;
/** Fields that say the name of another: `name="password"` of a multipart body, `{"name":"password","value":…}`. */
const NAMING = /^(?:name|field|param|parameter|header|id)$/i;

function withoutValues(text: string): string {
  let [masked, end] = ["", 0];
  for (const { index } of text.matchAll(SEPARATOR)) {
    if (index < end) continue;
    const { name, escapes } = nameBefore(text, index, end);
    if (name === "") continue;
    const [from, to] = isTelling(name)
      ? valueAfter(text, index + 1, escapes)
      : NAMING.test(name)
        ? behindNamed(text, index + 1)
        : NOTHING;
    if (from >= to || text.startsWith(MASKED, from)) continue;
    masked += text.slice(end, from) + MASKED;
    end = to;
  }
  return masked + text.slice(end);
}

/** The name before a separator, its quotes left away, and how many backslashes its quote has. */
function nameBefore(text: string, index: number, least: number): { name: string; escapes: number } {
  let to = index;
  for (let spaces = 0; to > least && spaces < 8 && /\s/.test(text.charAt(to - 1)); spaces += 1) to -= 1;
  let escapes = 0;
  if (/["']/.test(text.charAt(to - 1))) {
    to -= 1;
    for (; to > least && escapes < 64 && text[to - 1] === "\\"; to -= 1) escapes += 1;
  }
  let from = to;
  while (from > least && to - from < NAME_MAX_LENGTH && !NAME_END.test(text.charAt(from - 1))) from -= 1;
  return { name: text.slice(from, to), escapes };
}

const PLAIN_VALUE = /[^&;\r\n"'<>]*/y;
/** Another pair begins. */
const NEXT_PAIR = /[\s,][\w.$-]{1,64}["']?\s{0,2}[=:]/;
const QUOTED = /\s{0,8}(\\{0,64})(["'])/y;
const STRUCTURE = /\s{0,8}[[{]/y;

/** From where to where. */
type Place = readonly [from: number, to: number];
const NOTHING: Place = [0, 0];

function valueAfter(text: string, start: number, escapes: number): Place {
  QUOTED.lastIndex = start;
  const quoted = QUOTED.exec(text);
  if (quoted) {
    const from = start + quoted[0].length;
    return [from, quoteEnd(text, from, quoted[2] ?? '"', (quoted[1] ?? "").length)];
  }
  STRUCTURE.lastIndex = start;
  if (STRUCTURE.test(text)) {
    const from = STRUCTURE.lastIndex - 1;
    // Which quotes count in a text within a text can't be told.
    return [from, text.startsWith(MASKED, from) || escapes > 0 ? text.length : structureEnd(text, from)];
  }
  let from = start;
  while (from < text.length && /[ \t]/.test(text.charAt(from))) from += 1;
  PLAIN_VALUE.lastIndex = from;
  const [value = ""] = PLAIN_VALUE.exec(text) ?? [];
  const next = value.search(NEXT_PAIR);
  return [from, from + (next === -1 ? value.length : next)];
}

/** Where a quoted value ends: at its quote, with as many backslashes as it began with, or fewer. */
function quoteEnd(text: string, from: number, quote: string, escapes: number): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    let before = at;
    while (before > from && text[before - 1] === "\\") before -= 1;
    if (at - before <= escapes) return before;
  }
  return text.length;
}

function structureEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') at = quoteEnd(text, at + 1, '"', 0);
    else if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** What follows a name that is a value, to the end of its part of a multipart body. */
function behindNamed(text: string, start: number): Place {
  const near = text.slice(start, start + NAME_MAX_LENGTH);
  const [from, to] = valueAfter(near, 0, 0);
  if (!isTelling(near.slice(from, to))) return NOTHING;
  const end = text.indexOf("\n--", start + to);
  return [start + to, end === -1 ? text.length : end];
}
