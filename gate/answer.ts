import type { IncomingHttpHeaders } from "node:http";

import type { Environment } from "../lib/domain/profiles";
import type { RouteTable } from "../lib/domain/route-table";
import type { Verification } from "../lib/verification/open";

/** A request as the routes see it. */
export type GateRequest = {
  readonly method: string;
  /** Of this service, without the query. */
  readonly path: string;
  /** The query as it was written, without its question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** The client's address, as far as trusted proxies vouch for it; null where it can't be told. */
  readonly address: string | null;
  /** Names the request in log and answer: the call's id once it is recorded. */
  readonly requestId: string;
  /** From now on the request has the id of the call that was recorded of it. */
  readonly nameAfterCall: (callId: string) => void;
  /** The body as JSON. @throws GateRefusal unsupported_media_type | body_too_large | malformed_json */
  readonly readJson: () => Promise<unknown>;
};

export type GateAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes are written as they are, to any number of clients at once; they must not change. */
  readonly body: string | Buffer | null;
  /** True where the time of the answer must not tell what it was found from (see steady-answers.ts). */
  readonly isSteady?: boolean;
};

/** What the routes work with. */
export type GateService = {
  readonly verification: Verification;
  /** Names the protection space in `WWW-Authenticate`. */
  readonly realm: string;
  /** The only environment that this gate serves, or null for both. */
  readonly environment: Environment | null;
  /** Where clients of the Acrobat interface find API and console; each ends with a slash. */
  readonly accessPoints: { readonly api: string; readonly web: string };
  /** The route table in use, or null without one. */
  readonly routes: () => RouteTable | null;
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
