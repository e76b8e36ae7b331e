import type { Identity } from "./verdict.js";

/** By request, so that nothing a client sends can be taken for it. */
const identities = new WeakMap<object, Identity>();

/** Notes who sent a request, here and as `request.countersign`. */
export function keepIdentity(request: object, identity: Identity): void {
  identities.set(request, identity);
  Object.assign(request, { countersign: identity });
}

/**
 * Who sent a request that middleware of this package let through.
 * @param request the framework's: `req` of Express and `node:http`, `request` of Fastify, `c` of Hono
 * @throws Error where no middleware has looked at it, or its route is public: whoever asks is about to serve somebody unknown
 */
export function identityOf(request: object): Identity {
  const identity = identities.get(request);
  if (!identity)
    throw new Error(
      "No key was checked for this request: its route has no requireKey before it, or is public in the gate's route table",
    );
  return identity;
}
