/** Fetches what somebody else names, without going where they may not send us (WIRE-FACTS 9, OWASP SSRF prevention). */
import { Resolver } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { isIP, type LookupFunction } from "node:net";

import { mayConnectTo } from "../../domain/public-address";

/** Nobody waits longer for a document, from its name to its last byte. */
export const FETCH_MS = 5_000;
/** A document is not larger. */
export const FETCH_BYTES_MAX = 65_536;
/** One question to a resolver. */
const DNS_TRY_MS = 1_500;
const DNS_TRIES = 2;
const HEADER_BYTES_MAX = 16_384;

/** How far a fetch may go. */
export type FetchGuard = {
  /** Addresses of resolvers; null for those of the system. */
  readonly servers: readonly string[] | null;
  /** Addresses and ranges where it may go besides the public network. */
  readonly allowedRanges: readonly string[];
  /** Authorities in PEM that are trusted, instead of those that Node brings. */
  readonly authorities?: readonly string[] | undefined;
};

/** Why there is no document: for the log, never for whoever named the address. */
export type FetchFault =
  | "no_address"
  | "not_public"
  | "unreachable"
  | "redirected"
  | "other_status"
  | "other_type"
  | "too_large"
  | "too_slow"
  | "not_text";

export type Fetched =
  | { readonly ok: true; readonly text: string; readonly cacheControl: string | null }
  | { readonly ok: false; readonly fault: FetchFault };

class Refused extends Error {
  readonly fault: FetchFault;
  constructor(fault: FetchFault) {
    super(fault);
    this.fault = fault;
  }
}

/**
 * Fetches a JSON document by https, within {@link FETCH_MS} and {@link FETCH_BYTES_MAX}. Its name is resolved once, each of its
 * addresses has to be one where the guard lets it go, and it is connected to as resolved: another answer of DNS meanwhile leads
 * nowhere. Redirects are not followed, and nothing is sent but the request: no cookie, no credential, no referrer.
 * @param url an https address whose host is a name
 */
export async function fetchGuarded(url: URL, guard: FetchGuard): Promise<Fetched> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(new Refused("too_slow")), FETCH_MS);
  try {
    if (url.protocol !== "https:" || isIP(url.hostname.replaceAll(/[[\]]/g, "")) !== 0)
      throw new Refused("not_public");
    const addresses = await resolve(url.hostname, guard, end.signal);
    if (addresses.length === 0) throw new Refused("no_address");
    if (!addresses.every((address) => mayConnectTo(address, guard.allowedRanges)))
      throw new Refused("not_public");
    const response = await ask(url, addresses, guard, end.signal);
    const text = await read(response, end.signal);
    return { ok: true, text, cacheControl: response.headers["cache-control"] ?? null };
  } catch (error) {
    const cause: unknown = end.signal.aborted ? end.signal.reason : error;
    return { ok: false, fault: cause instanceof Refused ? cause.fault : "unreachable" };
  } finally {
    clearTimeout(timer);
    // Whatever is still open: a body that was refused, a question to a resolver.
    end.abort();
  }
}

/** All addresses of a name, IPv4 first; none where it has none, or nobody says. */
async function resolve(hostname: string, { servers }: FetchGuard, signal: AbortSignal): Promise<string[]> {
  const resolver = new Resolver({ timeout: DNS_TRY_MS, tries: DNS_TRIES });
  if (servers) resolver.setServers(servers);
  const cancel = () => resolver.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const found = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    signal.throwIfAborted();
    return found.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}

/** Asks one of the addresses for the document. @returns the answer, whose body was not read yet */
function ask(
  url: URL,
  addresses: readonly string[],
  { authorities }: FetchGuard,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const resolved = addresses.map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_, options, answer) => {
    const [first] = resolved;
    if (options.all) answer(null, resolved);
    else answer(null, first?.address ?? "", first?.family);
  };
  return new Promise((done, failed) => {
    const asked = request(url, {
      method: "GET",
      // One connection of its own, which no other request is sent on.
      agent: false,
      lookup,
      signal,
      maxHeaderSize: HEADER_BYTES_MAX,
      ...(authorities === undefined ? {} : { ca: [...authorities] }),
      headers: { Accept: "application/json", "Accept-Encoding": "identity", "User-Agent": "Countersign" },
    });
    asked.on("response", done);
    asked.on("error", failed);
    asked.end();
  });
}

/** Reads a body that is a JSON document by its headers. */
async function read(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const { statusCode = 0, headers } = response;
  // What is left of a body that nobody reads must not fail for want of a listener.
  response.on("error", () => undefined);
  if (statusCode >= 300 && statusCode < 400) throw new Refused("redirected");
  if (statusCode !== 200) throw new Refused("other_status");
  if (!isJson(headers["content-type"]) || (headers["content-encoding"] ?? "identity") !== "identity") {
    throw new Refused("other_type");
  }
  if (Number(headers["content-length"] ?? 0) > FETCH_BYTES_MAX) throw new Refused("too_large");
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > FETCH_BYTES_MAX) throw new Refused("too_large");
    pieces.push(piece);
  }
  signal.throwIfAborted();
  return decode(Buffer.concat(pieces));
}

/** `application/json`, and media types that are JSON of a kind (RFC 6839), in UTF-8. */
function isJson(contentType: string | undefined): boolean {
  return /^application\/(?:[a-z0-9][a-z0-9!#$&^_.-]*\+)?json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(
    contentType ?? "",
  );
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refused("not_text");
  }
}
