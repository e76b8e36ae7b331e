/** Texts of a call as they are kept: short, on one line, without the query and without secrets (PRODUCT 7.5, R9). */
import { maskSecrets } from "../domain/key-secret";

export const PATH_MAX_LENGTH = 500;
export const USER_AGENT_MAX_LENGTH = 300;
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,16}$/;
/** With them the marks that reverse the order of what is read: a client must not choose how its name looks. */
const CONTROL_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu;
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** The method in upper case; `OTHER` where it is none (RFC 9110: a token) or longer than 16 characters. */
export function methodText(method: string): string {
  return METHOD.test(method) ? method.toUpperCase() : "OTHER";
}

/** The path of a request target: without origin, query and fragment. */
export function pathText(target: string): string {
  const path = clean(target.slice(0, PATH_MAX_LENGTH * 8).replace(ORIGIN, "")).replace(/[?#].*$/s, "");
  return (path === "" ? "/" : path).slice(0, PATH_MAX_LENGTH).toWellFormed();
}

/** The name that a client gives itself, or null. */
export function userAgentText(userAgent: string | undefined): string | null {
  if (userAgent === undefined) return null;
  const text = clean(userAgent.slice(0, USER_AGENT_MAX_LENGTH * 8)).trim();
  return text === "" ? null : text.slice(0, USER_AGENT_MAX_LENGTH).toWellFormed();
}

/** Printable ASCII with nothing in it that begins like a secret: nearly every text, and nothing to clean. */
const PLAIN = /^(?!.*ik[strc]?_)[ -~]*$/;

function clean(text: string): string {
  if (PLAIN.test(text)) return text;
  return maskSecrets(text.replaceAll(CONTROL_CHARACTERS, " "));
}
