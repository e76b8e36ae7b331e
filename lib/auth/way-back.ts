import { holdsSecret } from "../domain/secrets/secrets-in-text";
import { readUrl } from "../domain/read-url";

const NAME = "callbackUrl";
/** next-auth's cookie of the same, with and without the prefix that it has over TLS. */
const COOKIE = /^\s*(__Secure-)?authjs\.callback-url=/;

/**
 * Takes out of a request to next-auth what names a way back and is no address, which next-auth answers with 500, with a
 * cookie to this browser for good; and what has a secret in it, which the cookie would keep (R9).
 */
export function dropUnreadableWayBack(request: Request): Request {
  const url = new URL(request.url);
  if (url.searchParams.getAll(NAME).some((value) => !isAddress(value))) url.searchParams.delete(NAME);
  const cleaned = new Request(url, request);
  const cookies = request.headers.get("cookie")?.split(";") ?? [];
  const kept = cookies.filter((cookie) => !COOKIE.test(cookie) || isAddress(cookie.replace(COOKIE, "")));
  if (kept.length < cookies.length) cleaned.headers.set("cookie", kept.join(";"));
  return cleaned;
}

/** As next-auth reads it: a path of this site, or an address with http or https. */
function isAddress(text: string): boolean {
  if (text === "") return true;
  const address = decoded(text);
  if (address === null || holdsSecret(address)) return false;
  if (address.startsWith("/")) return readUrl(address, "http://site.invalid") !== null;
  return /^https?:/.test(readUrl(address)?.protocol ?? "");
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
