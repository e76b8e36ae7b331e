/** For `node:http`. */
import type { IncomingMessage, ServerResponse } from "node:http";

import { brokenNeeds, type Needs } from "./guard.js";
import { guardNode, writeRefusal } from "./node-request.js";
import type { Identity } from "./verdict.js";
import type { Verifier } from "./verifier.js";

/** Answers a request whose key was checked; null stands for nobody, on a route that is public. */
export type KeyedHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  identity: Identity | null,
) => void;

/** Makes a listener that calls the handler for requests whose key is good, and answers all others itself. */
export function requireKey(
  verifier: Verifier,
  handler: KeyedHandler,
  needs: Needs<IncomingMessage> = {},
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    void pass(request, response);
  };

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = await guardNode(verifier, needs, request, request, response).catch(brokenNeeds);
    if (found && "body" in found) writeRefusal(response, found);
    else handler(request, response, found);
  }
}
