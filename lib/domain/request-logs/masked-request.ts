/**
 * A request as its log keeps it: headers and query without what authenticates somebody (R9, S5), short and on one line.
 * Masked before anything is stored. Three things give a value away: the name that it has, its scheme or shape, and that it
 * is a long text which says nothing to a person.
 */
import { cleanText, readBytesText } from "../secrets/outside-text";
import { isHiding, isTelling, MASKED, maskedText, withoutUsers } from "./masked-text";

const HEADERS_MAX = 60;
const HEADER_NAME_MAX_LENGTH = 100;
const HEADER_MAX_LENGTH = 500;
/** All headers of one request together, names included. */
const HEADERS_MAX_LENGTH = 8_000;
const QUERY_MAX_LENGTH = 1_000;

/** Headers whose long values say nothing secret, or are read by people who look for them. */
const PLAIN_HEADERS = new Set(
  "accept accept-charset accept-encoding accept-language cache-control connection content-encoding content-length content-type forwarded host if-match if-modified-since if-none-match origin range referer te traceparent transfer-encoding user-agent via x-b3-spanid x-b3-traceid x-correlation-id x-forwarded-for x-forwarded-host x-forwarded-method x-forwarded-proto x-forwarded-uri x-original-method x-original-uri x-original-url x-real-ip x-request-id".split(
    " ",
  ),
);

/** Of these, what is long is an id by which people find a request, or says what a client understands. */
const IDS =
  /^(?:accept|content|if|te$|trace|x-b3|x-correlation|x-request|range$|connection|cache|transfer|via$)/;

/** A scheme of RFC 9110 section 11.1 with what follows it: one that is known, since a secret may have a space in it. */
const SCHEME =
  /^(bearer|basic|digest|negotiate|ntlm|hoba|mutual|scram-sha-(?:1|256)|vapid|dpop|token|apikey|aws4-hmac-sha256)\s+\S/i;
/** An address, whole or its path. */
const ADDRESS = /(?<![^\s"'(<,;=])(?:[a-z][a-z\d+.-]{0,30}:\/)?\/[^\s"'<>]*/gi;
/** A long text without a space; whether it is one of letters and digits at random is asked below. */
const LONG = /[\w+=~-]{24,}/g;
/** The same in base64, whose slashes a path has too: of letters of both kinds and digits. */
const LONG_BASE64 = /[\w+/=-]{32,}/g;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type KeptHeader = readonly [name: string, value: string];

/**
 * The headers of a request as its log keeps them, in their order.
 * @param headers by their names in lower case, as node hands them over; several of one name as a list
 */
export function maskedHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): KeptHeader[] {
  const kept: KeptHeader[] = [];
  let length = 0;
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = readBytesText(typeof value === "string" ? value : value.join(", "));
    const header = [shortText(name, HEADER_NAME_MAX_LENGTH), maskedHeader(name, text)] as const;
    length += header[0].length + header[1].length;
    if (kept.length === HEADERS_MAX || length > HEADERS_MAX_LENGTH) break;
    kept.push(header);
  }
  return kept;
}

function maskedHeader(name: string, value: string): string {
  if (value === "") return "";
  if (isTelling(name)) {
    // Which scheme it was is half of what people look for.
    const scheme = /authorization$/i.test(name) ? SCHEME.exec(value)?.[1] : undefined;
    return scheme === undefined ? MASKED : `${shortText(scheme, HEADER_NAME_MAX_LENGTH)} ${MASKED}`;
  }
  const text = maskedText(bounded(value, HEADER_MAX_LENGTH * 8).replaceAll(ADDRESS, maskedAddress));
  if (PLAIN_HEADERS.has(name)) {
    return shortText(IDS.test(name) ? text : withoutRandomOnes(text), HEADER_MAX_LENGTH);
  }
  return shortText(withoutLongOnes(text), HEADER_MAX_LENGTH);
}

/** No longer than that, and no secret cut in two: what is known by its end is left away with it. */
function bounded(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  let end = maxLength;
  while (end > 0 && !/[\s&;,?]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function maskedAddress(address: string): string {
  const [, origin = "", path = "", query = "", fragment = ""] =
    /^((?:[a-z][a-z\d+.-]*:)?\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?$/is.exec(address) ?? [];
  return (
    maskedText(origin) +
    maskedPath(path) +
    (query === "" ? "" : `?${maskedPairs(query.slice(1))}`) +
    (fragment === "" ? "" : `#${maskedPairs(fragment.slice(1))}`)
  );
}

/** Words of a path after which a secret follows that was given once. */
const BEFORE_SECRET =
  /^(?:reset|resets|recover|recovery|invite|invites|invitation|invitations|confirm|confirmation|activate|activation|magic|unsubscribe|otp|code|codes|token|tokens|secret|secrets|password|passwords|passwd|login|verify|verification|verify-email|reset-password|password-reset|magic-link)$/i;
const PLAIN_WORD = /^[a-z][a-z_-]*(?:\.[a-z]{1,5})?$/;

/** The path of a request target as its log keeps it: without what authenticates, by its place, its name or its shape. */
export function maskedPath(path: string): string {
  let before = "";
  const segments = withoutUsers(path)
    .split("/")
    .map((segment) => {
      const word = before;
      before = segment;
      if (segment === "") return segment;
      if (BEFORE_SECRET.test(word)) return MASKED;
      if (isTelling(word) && !PLAIN_WORD.test(segment) && !UUID.test(segment)) return MASKED;
      const masked = maskedText(segment);
      return isHiding(segment) ? MASKED : withoutRandomOnes(masked);
    });
  return segments.join("/");
}

/** The query of a request target as its log keeps it, with its question mark; empty where there is none. */
export function maskedQuery(target: string): string {
  const mark = target.indexOf("?");
  if (mark === -1) return "";
  const [query = ""] = target.slice(mark + 1, mark + 1 + QUERY_MAX_LENGTH * 8).split("#");
  return query === "" ? "" : shortText(`?${maskedPairs(query)}`, QUERY_MAX_LENGTH);
}

function maskedPairs(query: string): string {
  return query.split("&").map(maskedPart).join("&");
}

/** Some part pairs by semicolons, and a value may have one in it: behind a name that tells, all of it is masked. */
function maskedPart(part: string): string {
  const kept: string[] = [];
  for (const pair of part.split(";")) {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(0, equals));
    if (isTelling(name)) {
      const isEmpty = pair.length === equals + 1 && part.endsWith(pair);
      return [...kept, isEmpty ? pair : `${name}=${MASKED}`].join(";");
    }
    kept.push(equals === -1 ? maskedWord(pair) : maskedPair(name, pair.slice(equals + 1)));
  }
  return kept.join(";");
}

function maskedWord(word: string): string {
  return isHiding(word) ? MASKED : withoutLongOnes(maskedText(word));
}

function maskedPair(name: string, value: string): string {
  const plain = decoded(value);
  const whole = `${name}=${plain}`;
  const isHidden = isHiding(`${name}=${value}`) || maskedText(whole) !== whole;
  const masked = isHidden ? MASKED : withoutLongOnes(maskedText(plain).replaceAll(ADDRESS, maskedAddress));
  // What needed no mask stays as it was written.
  return `${isHiding(name) ? MASKED : name}=${masked === plain ? value : MASKED}`;
}

/** As it is meant: percent signs that are none stay. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/** A word of a path or of a client's name, however long, is of words; a secret is of letters and digits in no order. */
const RANDOM_WORD = /[\w+=~-]{20,}/g;
const CHANGES_MIN = 4;

function withoutRandomOnes(text: string): string {
  return text.replaceAll(RANDOM_WORD, (one) => {
    if (UUID.test(one)) return one;
    const changes = one.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
    return changes >= CHANGES_MIN ? MASKED : one;
  });
}

/** The text without what is long and of letters and digits at random. Ids in the form of UUIDs are found by them, so they stay. */
function withoutLongOnes(text: string): string {
  return text
    .replaceAll(LONG_BASE64, (one) =>
      /\d/.test(one) && /[a-z]/.test(one) && /[A-Z]/.test(one) ? MASKED : one,
    )
    .replaceAll(LONG, (one) => (isAtRandom(one) ? MASKED : one));
}

function isAtRandom(text: string): boolean {
  return /\d/.test(text) && /[a-z]/i.test(text) && !UUID.test(text);
}

function shortText(text: string, maxLength: number): string {
  const clean = cleanText(text).trim();
  if (clean.length <= maxLength) return clean.toWellFormed();
  return `${clean.slice(0, maxLength - 1).toWellFormed()}…`;
}
