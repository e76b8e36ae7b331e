import type { IncomingHttpHeaders } from "node:http";

import type { Environment } from "../../lib/domain/people/profiles";
import type { RouteTable } from "../../lib/domain/route-table/route-table";
import type { SecurityLog } from "../../lib/platform/logs/security-log";
import type { Verification } from "../../lib/verification/open";

/** A request as the endpoints see it. */
export type GateRequest = {
  readonly method: string;
  /** The path of this service, without the query. */
  readonly path: string;
  /** The query as it was written, without its question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** A header as it was written: UTF-8 where its bytes are that. Undefined where it did not come. */
  readonly text: (name: string) => string | undefined;
  /** The client's address, as far as trusted proxies vouch for it; null where it can't be told. */
  readonly address: string | null;
  /** When it was read, on the clock of `performance.now()`. */
  readonly since: number;
  /** Names the request in log and answer: the call's id once it is recorded. */
  readonly requestId: string;
  /** Gives the request, from now on, the id of the call that was recorded of it. */
  readonly nameAfterCall: (callId: string) => void;
  /**
   * The body as JSON.
   * @param long bodies that may be longer than others
   * @throws GateRefusal unsupported_media_type | body_too_large | malformed_json | overloaded
   */
  readonly readJson: (long?: LongBodies) => Promise<unknown>;
};

/** Bodies of an address that may be longer than what any address takes. */
export type LongBodies = {
  readonly limitBytes: number;
  /** True if what was read is one of them. */
  readonly isOne: (value: unknown) => boolean;
};

export type GateAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes are written as they are, to any number of clients at once; they must not change. */
  readonly body: string | Buffer | null;
  /** True where the time of the answer must not tell what it was found from (see steady-answers.ts). */
  readonly isSteady?: boolean;
  /** What kept parts of the answer from being given, for the log. */
  readonly faults?: readonly unknown[];
};

/** What the endpoints work with. */
export type GateService = {
  readonly verification: Verification;
  readonly security: SecurityLog;
  /** Names the protection space in `WWW-Authenticate`. */
  readonly realm: string;
  /** The only environment that this gate serves, or null for both. */
  readonly environment: Environment | null;
  /** Where clients of the Acrobat interface find API and console; each ends with a slash. */
  readonly accessPoints: { readonly api: string; readonly web: string };
  /** Where clients reach the API, if this gate was told: tokens that name a resource are for this one or a part of it. */
  readonly apiUrl: string | null;
  /** Where clients read who gives tokens for the API; null where the gate was told too little to say it. */
  readonly resourceMetadataUrl: string | null;
  /** Where people manage keys, if this gate was told; the reference page leads there. */
  readonly consoleUrl: string | null;
  /** The route table in use, or null without one. */
  readonly routes: () => RouteTable | null;
  /** Counts a request of a public route, which was let through without a credential. Must not throw. */
  readonly onPublicRequest: () => void;
  /** True from the moment that the process was asked to end. */
  readonly isDraining: () => boolean;
};

export type Handler = (request: GateRequest, service: GateService) => Promise<GateAnswer>;

/** A JSON answer. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): GateAnswer {
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(value) };
}
