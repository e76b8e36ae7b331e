/** For Fastify. */
import type { FastifyReply, FastifyRequest } from "fastify";

import type { Needs } from "./guard.js";
import { guardNode } from "./node-request.js";
import type { Verifier } from "./verifier.js";

/**
 * Makes an `onRequest` hook, for an app, a plugin or a route: requests whose key is good go on, with `identityOf(request)`;
 * all others are answered.
 */
export function requireKey(
  verifier: Verifier,
  needs: Needs<FastifyRequest> = {},
): (request: FastifyRequest, reply: FastifyReply) => Promise<unknown> {
  return async (request, reply) => {
    const more = { target: request.originalUrl, address: request.ip };
    const found = await guardNode(verifier, needs, request, request.raw, reply.raw, more);
    // Of a text Fastify would say in which characters it is, and JSON has one kind alone.
    if (found && "body" in found)
      return reply.code(found.status).headers(found.headers).send(Buffer.from(found.body));
    return undefined;
  };
}
