/** For Hono, on any runtime that has `node:http` for its way out. */
import type { Context, MiddlewareHandler } from "hono";

import { guard, type Needs } from "./guard.js";
import { keepIdentity } from "./identity.js";
import type { Identity } from "./verdict.js";
import type { Verifier } from "./verifier.js";

/** What handlers behind the middleware find with `c.get("countersign")`; nothing on a public route. */
export type KeyVariables = { Variables: { countersign: Identity | undefined } };

/** Makes middleware: requests whose key is good go on, with `c.get("countersign")`; all others are answered. */
export function requireKey(verifier: Verifier, needs: Needs<Context> = {}): MiddlewareHandler<KeyVariables> {
  return async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const guarded = await guard(verifier, needs, c, {
      authorization: c.req.header("authorization"),
      accessToken: c.req.header("access-token"),
      method: c.req.method,
      target: pathname + search,
      address: needs.address ? needs.address(c) : addressOf(c.env),
      userAgent: c.req.header("user-agent"),
    });
    if (!guarded.isAllowed) {
      const { status, headers, body } = guarded.refusal;
      return new Response(body, { status, headers });
    }
    const { identity } = guarded;
    if (!identity) {
      await next();
      return undefined;
    }
    keepIdentity(c, identity);
    c.set("countersign", identity);
    await next();
    for (const name in guarded.headers) c.res.headers.set(name, guarded.headers[name] ?? "");
    if (needs.reportsOutcomes !== false) verifier.report(identity.callId, c.res.status);
    return undefined;
  };
}

/** The client's address as `@hono/node-server` tells it; other runtimes need `address`. */
function addressOf(env: unknown): string | null {
  const incoming: unknown =
    typeof env === "object" && env !== null && "incoming" in env ? env.incoming : null;
  const socket: unknown =
    typeof incoming === "object" && incoming !== null && "socket" in incoming ? incoming.socket : null;
  const address: unknown =
    typeof socket === "object" && socket !== null && "remoteAddress" in socket ? socket.remoteAddress : null;
  return typeof address === "string" ? address : null;
}
