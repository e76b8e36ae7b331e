/** For Express, and whatever takes its middleware. */
import type { IncomingMessage, ServerResponse } from "node:http";

import type { Needs } from "./guard.js";
import { guardNode, writeRefusal } from "./node-request.js";
import type { Verifier } from "./verifier.js";

/** What Express adds to a request. */
export type ExpressRequest = IncomingMessage & {
  readonly originalUrl?: string;
  readonly ip?: string | undefined;
};

/** Makes middleware: requests whose key is good go on, with `identityOf(req)`; all others are answered. */
export function requireKey(
  verifier: Verifier,
  needs: Needs<ExpressRequest> = {},
): (request: ExpressRequest, response: ServerResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    const more = { target: request.originalUrl, address: request.ip };
    void pass(guardNode(verifier, needs, request, request, response, more), response, next);
  };
}

/** Goes on with who calls, answers who may not, and hands on what the service's own functions threw. */
async function pass(
  guarded: ReturnType<typeof guardNode>,
  response: ServerResponse,
  next: (error?: unknown) => void,
): Promise<void> {
  let found: Awaited<typeof guarded>;
  try {
    found = await guarded;
  } catch (error) {
    next(error);
    return;
  }
  // Outside: what a handler behind this throws is Express's to catch, once.
  if (found && "body" in found) writeRefusal(response, found);
  else next();
}
