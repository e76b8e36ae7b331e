import type { GateProblem, GateProblemCode } from "../../lib/contracts/gate/gate";
import type { FieldError } from "../../lib/domain/errors";
import { maskSecrets } from "../../lib/domain/secrets/secrets-in-text";
import type { Scope } from "../../lib/domain/keys/scopes";
import type { GateAnswer } from "./answer";

/** Status and title of each refusal of the gate: the only table that knows both. */
const PROBLEMS: Record<GateProblemCode, readonly [status: number, title: string]> = {
  missing_key: [401, "No integration key"],
  malformed_key: [401, "Malformed integration key"],
  unknown_key: [401, "Unknown integration key"],
  expired_key: [401, "Expired integration key"],
  revoked_key: [401, "Revoked integration key"],
  wrong_environment: [401, "Key of the other environment"],
  wrong_resource: [401, "Token of another resource"],
  insufficient_scope: [403, "Scope missing"],
  owner_inactive: [403, "Owner inactive"],
  account_not_entitled: [403, "Account not entitled"],
  account_closed: [403, "Account closed"],
  ip_not_allowed: [403, "Address not allowed"],
  ambiguous_path: [403, "Ambiguous path"],
  unknown_route: [403, "Unknown route"],
  wrong_account: [403, "Another account"],
  hourly_limit_exceeded: [429, "Hourly limit exceeded"],
  burst_limit_exceeded: [429, "Burst limit exceeded"],
  unknown_scope: [400, "Unknown scope"],
  invalid_request: [400, "Invalid request"],
  expectation_failed: [417, "Expectation failed"],
  malformed_json: [400, "Malformed JSON"],
  validation_failed: [400, "Invalid input"],
  unsupported_media_type: [415, "Unsupported media type"],
  body_too_large: [413, "Body too large"],
  managed_in_console: [403, "Managed in the console"],
  call_not_found: [404, "Unknown call"],
  outcome_too_late: [410, "Too late"],
  not_found: [404, "Not found"],
  method_not_allowed: [405, "Method not allowed"],
  database_unavailable: [503, "Database unavailable"],
  overloaded: [503, "Overloaded"],
  draining: [503, "Shutting down"],
  internal_error: [500, "Something went wrong"],
};

/** The title of a refusal. */
export function problemTitle(code: GateProblemCode): string {
  return PROBLEMS[code][1];
}

export type ProblemDetails = {
  readonly code: GateProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  readonly missing?: readonly Scope[];
  readonly headers?: Readonly<Record<string, string>>;
};

/** The text for an address that nothing answers. */
export const NOTHING_HERE: ProblemDetails = {
  code: "not_found",
  detail: "There is nothing at this address.",
};

/** A refusal that an endpoint throws. */
export class GateRefusal extends Error {
  override readonly name = "GateRefusal";
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    super(problem.code);
    this.problem = problem;
  }
}

/**
 * The answer for a refusal: `application/problem+json` (RFC 9457), never cached. What it repeats of the request holds
 * no secret (R9): a key that was put into an address by mistake comes back cut to its prefix.
 */
export function problemAnswer(
  problem: ProblemDetails,
  request: { readonly path: string; readonly requestId: string },
): GateAnswer & { readonly body: string } {
  const [status, title] = PROBLEMS[problem.code];
  const body: GateProblem = {
    type: `urn:countersign:problem:${problem.code}`,
    title,
    status,
    detail: maskSecrets(problem.detail),
    instance: maskSecrets(request.path),
    code: problem.code,
    requestId: request.requestId,
    ...(problem.missing && problem.missing.length > 0 ? { missing: problem.missing } : {}),
    ...(problem.errors && problem.errors.length > 0 ? { errors: problem.errors.map(withoutSecrets) } : {}),
  };
  return {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      "X-Request-Id": request.requestId,
      ...(request.path === AUTHORIZE_PATH ? { "X-Countersign-Problem": headerText(body) } : {}),
      ...problem.headers,
    },
    body: JSON.stringify(body),
  };
}

function withoutSecrets({ pointer, code, detail }: FieldError): FieldError {
  return { pointer: maskSecrets(pointer), code, detail: maskSecrets(detail) };
}

/** nginx drops the body of the answer to its `auth_request`; from this header it can give the client the same one. */
const AUTHORIZE_PATH = "/v1/authorize";
/** Gateways read an answer's headers into a few kilobytes. */
const HEADER_LENGTH_MAX = 1_500;

/** The problem as JSON in printable ASCII, without what would make it too long. */
function headerText(body: GateProblem): string {
  const { errors: _, missing: __, ...short } = body;
  const texts = [body, short, { ...short, detail: short.title }].map(asciiJson);
  return texts.find((text) => text.length <= HEADER_LENGTH_MAX) ?? "";
}

function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^\x20-\x7E]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
