import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

import { readBytesText } from "../../lib/domain/secrets/outside-text";
import { clientAddress } from "../../lib/platform/http/client-address";
import { newCallId } from "../../lib/platform/ids";
import type { GateRequest, LongBodies } from "./answer";
import { readJson } from "./body";

/** A target as other requests have it: servers take those with an origin too (RFC 9112 section 3.2.2). */
function originForm(target: string): string {
  if (target.startsWith("/")) return target;
  const rest = target.replace(/^https?:\/\/[^/?#]*/i, "");
  return rest.startsWith("?") || rest === "" ? `/${rest}` : rest;
}

/** A request as it came over HTTP. A class, whose methods are made once and not for every request. */
export class HttpRequest implements GateRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly address: string | null;
  readonly since = performance.now();
  readonly #incoming: IncomingMessage;
  #requestId: string | null = null;

  constructor(incoming: IncomingMessage, trustedProxies: readonly string[]) {
    const target = readBytesText(originForm(incoming.url ?? "/"));
    const mark = target.indexOf("?");
    const forwardedFor = incoming.headers["x-forwarded-for"];
    this.method = incoming.method ?? "GET";
    this.path = mark === -1 ? target : target.slice(0, mark);
    this.query = mark === -1 ? "" : target.slice(mark + 1);
    this.headers = incoming.headers;
    this.address = clientAddress(
      incoming.socket.remoteAddress,
      Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor,
      trustedProxies,
    );
    this.#incoming = incoming;
  }

  /** Made when it is asked for: answers to recorded calls have the call's. */
  get requestId(): string {
    return (this.#requestId ??= newCallId());
  }

  nameAfterCall(callId: string): void {
    this.#requestId = callId;
  }

  text(name: string): string | undefined {
    const value = this.headers[name];
    return typeof value === "string" ? readBytesText(value) : undefined;
  }

  readJson(long?: LongBodies): Promise<unknown> {
    return readJson(this.#incoming, long);
  }
}
