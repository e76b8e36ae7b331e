/**
 * Texts from outside in the form in which they are kept: read as what they are, short, on one line, and without a secret
 * (R9, I5). Whatever comes with a request and stays (in a call, a session, the record) passes here, once, at the edge.
 */
import { maskSecrets } from "./secrets-in-text";

const USER_AGENT_MAX_LENGTH = 300;
/** With them the marks that reverse the order of what is read: a client must not choose how its name looks. */
const CONTROL_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;

/** A text on one line without a secret. */
export function cleanText(text: string): string {
  return maskSecrets(text).replaceAll(CONTROL_CHARACTERS, " ");
}

/** The name that a client gives itself, or null. */
export function userAgentText(userAgent: string | null | undefined): string | null {
  if (userAgent === null || userAgent === undefined) return null;
  const text = cleanText(userAgent.slice(0, USER_AGENT_MAX_LENGTH * 8)).trim();
  return text === "" ? null : text.slice(0, USER_AGENT_MAX_LENGTH).toWellFormed();
}

const ABOVE_ASCII = /[\u0080-\u00FF]/;
const ABOVE_A_BYTE = /[\u0100-\uFFFF]/;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * A header or an address as text. Servers hand them over with one character for each byte; what is valid UTF-8 is read as
 * such, and what is not stays as it is.
 */
export function readBytesText(value: string): string {
  if (!ABOVE_ASCII.test(value) || ABOVE_A_BYTE.test(value)) return value;
  try {
    return utf8.decode(Uint8Array.from(value, (character) => character.charCodeAt(0)));
  } catch {
    return value;
  }
}
