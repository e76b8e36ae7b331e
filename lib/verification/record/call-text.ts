/** Texts of a call as they are kept: short, on one line, without the query and without secrets (R9). */
import { cleanText, userAgentText } from "../../domain/secrets/outside-text";

export const PATH_MAX_LENGTH = 500;
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,16}$/;
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** The method in upper case; `OTHER` where it is none (RFC 9110: a token) or longer than 16 characters. */
export function methodText(method: string): string {
  return METHOD.test(method) ? method.toUpperCase() : "OTHER";
}

/** The path of a request target: without origin, query and fragment. */
export function pathText(target: string): string {
  const path = target
    .slice(0, PATH_MAX_LENGTH * 8)
    .replace(ORIGIN, "")
    .replace(/[?#].*$/s, "");
  const clean = isKnown(path) ? path : noted(path, cleanText(path).slice(0, PATH_MAX_LENGTH).toWellFormed());
  return clean === "" ? "/" : clean;
}

/** The name of the calling client, or null. */
export function callerText(userAgent: string | undefined): string | null {
  if (userAgent === undefined || isKnown(userAgent)) return userAgent ?? null;
  return noted(userAgent, userAgentText(userAgent));
}

/**
 * Texts that were clean as they came, of which most come again: looking for secrets takes longer than the rest of what is
 * done for a call in this process. No other text is remembered.
 */
const known = new Set<string>();
const KNOWN_MAX = 1_000;
const KNOWN_MAX_LENGTH = 300;

function isKnown(text: string): boolean {
  return known.has(text);
}

function noted<T extends string | null>(text: string, clean: T): T {
  // Either kind of text must be able to be known as it is: neither is empty or begins with a space.
  if (text !== clean || text !== text.trim() || text === "" || text.length > KNOWN_MAX_LENGTH) return clean;
  if (known.size >= KNOWN_MAX) known.clear();
  known.add(text);
  return clean;
}
