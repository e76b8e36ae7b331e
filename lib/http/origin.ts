import { DomainError } from "../domain/errors";
import { readWebSettings } from "../platform/settings/env";
import { readUrl } from "../domain/read-url";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses an unsafe request that a page of another site sends with our cookie. Browsers name the page's origin in
 * `Origin` and its relation in `Sec-Fetch-Site`; a program that is no browser sends neither and has no cookie but
 * the one that it was given.
 * @throws DomainError cross_origin
 */
export function assertSameOrigin(request: Request): void {
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const isForeignSite = site !== null && site !== "same-origin" && site !== "none";
  const isForeignOrigin = origin !== null && !isOurs(hostOf(origin), request);
  if (isForeignSite || isForeignOrigin) {
    throw new DomainError(
      "cross_origin",
      "This request comes from a page of another site and was not carried out.",
    );
  }
}

/** Null for "null", the origin of a sandboxed page, and whatever else names no host. */
function hostOf(origin: string): string | null {
  return readUrl(origin)?.host || null;
}

/** The host that the request was sent to, or the one that browsers know us by where a proxy rewrites it. */
function isOurs(host: string | null, request: Request): boolean {
  if (host === null) return false;
  const sentTo = request.headers.get("host") ?? new URL(request.url).host;
  return host === sentTo || host === hostOf(readWebSettings().APP_URL);
}
