import type { ServerResponse } from "node:http";

import { maskSecrets } from "../lib/domain/key-secret";

/** The framework's requests can have no other method: it answers TRACE with 500. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const REFUSALS = {
  not_found: [404, "Not found", "There is nothing here. Check the address, or the account you are in."],
  method_not_allowed: [405, "Method not allowed", "Nothing here takes this method."],
} as const;
type Code = keyof typeof REFUSALS;

/**
 * Why a request can't be handed to the framework, which would answer it with 500 or send it elsewhere; null for every
 * other. An address that can't be decoded names nothing, and one that names a host is for a proxy.
 * @param target the request's target as it was sent
 */
export function unreadable(method: string, target: string): Code | null {
  if (!METHODS.includes(method)) return "method_not_allowed";
  return isPath(target) ? null : "not_found";
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

/**
 * Where a form goes that a page sends before its script runs: to the page itself, without what was typed, which would
 * otherwise end in the address. Pages take nothing, so no body from anybody gets as far as the framework, which would
 * decode it as a server action; there are none.
 * @returns the page to go to, or null for a request that is none of this
 */
export function pageOfForm(method: string, target: string): string | null {
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return null;
  // The framework's own, of its development server; and our routes, which read what they are sent.
  if (/^\/(?:api|__nextjs[\w-]*)(?:\/|\?|$)/.test(target)) return null;
  // Two slashes would be another host.
  return target.replace(/^[/\\]+/, "/");
}

/** Answers such a request with the problem that every other refusal of the console is (RFC 9457). */
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
  });
  response.end(JSON.stringify(body));
}
