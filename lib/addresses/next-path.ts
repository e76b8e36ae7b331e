import { holdsSecret } from "../domain/secrets/secrets-in-text";
import { readUrl } from "../domain/read-url";

/** Anything longer is no address that somebody was sent to. Requests of apps have a state of their own in them, as long as they like. */
const MAX_LENGTH = 4_000;
/** A host that no browser resolves: the address must stay on it. */
const HERE = "http://here.invalid";
/** Encoded slashes, backslashes and control characters, which some servers on the way decode. */
const DISGUISED = /%(?:2f|5c|0[0-9a-f]|1[0-9a-f]|7f)/i;
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Where to go after signing in: a page of this site, or null. Takes nothing that a browser might read as another
 * host (`//host`, `/\host`, `https:`), however it is encoded, no address that is not a page, and none with a secret in it.
 * @param value the `next` of an address, as anybody may have written it
 */
export function safeNextPath(value: string | null | undefined): string | null {
  if (!value || value.length > MAX_LENGTH) return null;
  if (!value.startsWith("/") || value.includes("\\") || CONTROL.test(value)) return null;
  const path = value.split(/[?#]/, 1)[0] ?? "";
  if (path.includes("//") || DISGUISED.test(path)) return null;
  // A secret in an address is not carried on into another one (R9).
  if (holdsSecret(value)) return null;
  const url = readUrl(value, HERE);
  // Dots are resolved by now: what begins with two slashes here began with "/." before.
  if (url?.origin !== HERE || url.pathname.startsWith("//")) return null;
  if (isNoPage(url.pathname)) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}

function isNoPage(pathname: string): boolean {
  return ["/sign-in", "/api", "/_next"].some(
    (place) => pathname === place || pathname.startsWith(`${place}/`),
  );
}
