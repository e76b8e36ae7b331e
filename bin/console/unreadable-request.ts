import type { ServerResponse } from "node:http";

import { maskSecrets } from "../../lib/domain/secrets/secrets-in-text";
import { TOO_BUSY } from "../../lib/platform/passwords/hash-queue";

/** The framework's requests can have no other method: it answers TRACE with 500. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const REFUSALS = {
  bad_request: [400, "Bad request", "The request names more than one host."],
  not_found: [404, "Not found", "There is nothing here. Check the address, or the account you are in."],
  method_not_allowed: [405, "Method not allowed", "Nothing here takes this method."],
  body_too_large: [413, "Body too large", "The body is larger than a sign-in has."],
  too_busy: [503, "Too busy", TOO_BUSY.detail],
  draining: [503, "Shutting down", "This console is shutting down."],
  database_unavailable: [503, "Database unavailable", "The database does not answer, or takes nothing new."],
} as const;
export type Code = keyof typeof REFUSALS;

/**
 * Why a request can't be handed to the framework, which would answer it with 500 or send it elsewhere; null for every
 * other. An address that can't be decoded names nothing, and one that names a host is for a proxy.
 * @param target the request's target as it was sent
 */
export function unreadable(method: string, target: string): Code | null {
  if (!METHODS.includes(method)) return "method_not_allowed";
  return isPath(target) ? null : "not_found";
}

/** Whether a request names its host more than once: whoever is in front may have gone by the other one. */
export function hasManyHosts(rawHeaders: readonly string[]): boolean {
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === "host").length > 1;
}

function isPath(target: string): boolean {
  if (!target.startsWith("/")) return false;
  try {
    decodeURIComponent(pathOf(target));
    return true;
  } catch {
    return false;
  }
}

function pathOf(target: string): string {
  return target.split("?", 1)[0] ?? "";
}

/** The framework's own, of its development server; and our handlers, which read what they are sent. */
const HANDLERS =
  /^\/(?:api|oauth\/(?:consent|introspect|logout|revoke|token|userinfo)|\.well-known|__nextjs[\w-]*)(?:\/|\?|$)/;

/**
 * Where a form goes that a page sends before its script runs: to the page itself, without what was typed, which would
 * otherwise end in the address. Pages take nothing, so no body from anybody gets as far as the framework, which would
 * decode it as a server action; there are none.
 * @returns the page to go to, or null for a request that is none of this
 */
export function pageOfForm(method: string, target: string): string | null {
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return null;
  if (HANDLERS.test(target)) return null;
  // Two slashes would be another host.
  return target.replace(/^[/\\]+/, "/");
}

/** Answers a request that the framework does not get with the problem that every other refusal of the console is (RFC 9457). */
export function refuseUnreadable(
  code: Code,
  request: { readonly target: string; readonly requestId: string },
  response: ServerResponse,
): void {
  const [status, title, detail] = REFUSALS[code];
  const { target, requestId } = request;
  const type = `urn:countersign:problem:${code}`;
  const body = { type, title, status, detail, instance: maskSecrets(pathOf(target)), code, requestId };
  response.writeHead(status, {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": requestId,
    ...(status === 405 ? { Allow: METHODS.join(", ") } : {}),
    ...(code === "too_busy" ? { "Retry-After": String(TOO_BUSY.retryAfterSeconds) } : {}),
  });
  response.end(JSON.stringify(body));
}
