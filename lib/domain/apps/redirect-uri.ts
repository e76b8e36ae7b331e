/** Where an app may have people sent back to (RFC 6749 section 3.1.2, RFC 8252, RFC 9700 section 4.1). */
import { readUrl } from "../read-url";

const MAX_LENGTH = 2_000;

export type RedirectUriFault =
  | "too_long"
  | "not_absolute"
  | "not_https"
  | "has_fragment"
  | "has_wildcard"
  | "has_user_info"
  | "not_canonical"
  | "no_port"
  | "duplicate";

export type RedirectUriReading =
  | { readonly ok: true; readonly uri: string }
  | { readonly ok: false; readonly code: RedirectUriFault; readonly detail: string };

/**
 * Reads a URI as it will be compared: character by character. One that browsers would write in another way is refused and
 * shown as they would, instead of being changed behind the developer's back.
 * @param text as it was typed; white space around it is forgiven
 */
export function readRedirectUri(text: string): RedirectUriReading {
  const uri = text.trim();
  if (uri.length > MAX_LENGTH) return refuse("too_long", `A redirect URI has at most 2,000 characters.`);
  if (uri.includes("*")) {
    return refuse(
      "has_wildcard",
      "Redirect URIs are compared whole: a * stands for itself alone. Name each one.",
    );
  }
  const url = readUrl(uri);
  if (!url || url.host === "") {
    return refuse("not_absolute", "A redirect URI is a whole address: https://app.example.com/callback.");
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
    return refuse(
      "not_https",
      "It begins with https. http is for this computer alone: localhost, 127.0.0.1 or [::1].",
    );
  }
  if (uri.includes("#"))
    return refuse("has_fragment", "It has no fragment (#…): browsers do not send it on.");
  if (url.username !== "" || url.password !== "" || authorityOf(uri).includes("@")) {
    return refuse("has_user_info", "It has no user name or password in it.");
  }
  if (url.port === "0")
    return refuse("no_port", "Nothing can listen on port 0. Leave the port out, or name it.");
  if (url.hostname.endsWith(".")) {
    return refuse("not_canonical", `The host ends with a dot. Write ${canonical(url)} instead.`);
  }
  if (uri !== url.href && `${uri}/` !== url.href) {
    return refuse("not_canonical", `Browsers write this address as ${canonical(url)}. Write it so.`);
  }
  return { ok: true, uri };
}

/** Reads a list of redirect URIs: all are read, or the first fault with the index of its entry. */
export function readRedirectUris(
  texts: readonly string[],
):
  | { readonly ok: true; readonly uris: readonly string[] }
  | { readonly ok: false; readonly index: number; readonly code: RedirectUriFault; readonly detail: string } {
  const uris: string[] = [];
  const addresses = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const reading = readRedirectUri(text);
    if (!reading.ok) return { ...reading, index };
    // With and without the slash after a host it is one address, which browsers write with it.
    const address = new URL(reading.uri).href;
    if (addresses.has(address)) {
      return { ok: false, index, code: "duplicate", detail: "This redirect URI is in the list already." };
    }
    addresses.add(address);
    uris.push(reading.uri);
  }
  return { ok: true, uris };
}

/**
 * True if an authorization request may name this URI: one of the app's own, character by character. The port of a loopback
 * address may differ, since an installed app takes the one that it gets (RFC 8252 section 7.3).
 */
export function isRegistered(registered: readonly string[], asked: string): boolean {
  if (!readUrl(asked)) return false;
  if (registered.includes(asked)) return true;
  const loopback = withoutLoopbackPort(asked);
  return loopback !== null && registered.some((uri) => withoutLoopbackPort(uri) === loopback);
}

/** True of a URI of this computer alone by http, whose port may differ at use. */
export function isLoopbackUri(uri: string): boolean {
  return withoutLoopbackPort(uri) !== null;
}

/** True of a URI where whatever program listens on this computer gets the answer (RFC 8252 section 8.6). */
export function isOnThisComputer(uri: string): boolean {
  const url = readUrl(uri);
  return url !== null && isLoopback(url.hostname);
}

function withoutLoopbackPort(uri: string): string | null {
  const parts = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?((?:[/?].*)?)$/.exec(uri);
  return parts ? `http://${parts[1]}${parts[2]}` : null;
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}

function authorityOf(uri: string): string {
  return /^[a-z]+:\/\/([^/?#]*)/i.exec(uri)?.[1] ?? "";
}

function canonical(url: URL): string {
  const copy = new URL(url.href);
  copy.hostname = copy.hostname.replace(/\.+$/, "");
  return copy.href;
}

function refuse(code: RedirectUriFault, detail: string): RedirectUriReading {
  return { ok: false, code, detail };
}
