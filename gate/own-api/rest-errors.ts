/**
 * Errors as clients of the e-signature REST interface read them, below `/restapi/`: nothing but `{"errorCode","message"}`,
 * whatever happened. Codes and texts of bad tokens and of limits as published; no source was found for the codes of a full
 * log, of another method and of a database that does not answer, so these are what such clients would expect.
 */
import type { GateProblemCode } from "../../lib/contracts/gate/gate";
import type { RestErrorCode } from "../../lib/contracts/gate/gate-diagnostics";
import { maskSecrets } from "../../lib/domain/secrets/secrets-in-text";
import { jsonAnswer, type GateAnswer } from "../http/answer";

const REST_PATHS = /^\/restapi\//;

/** True for addresses of the REST interface, those that nothing answers among them. */
export function isRestPath(path: string): boolean {
  return REST_PATHS.test(path);
}

const INVALID_TOKEN = "The access token provided is expired, revoked or malformed.";
/** What is published in other words than ours. */
const PUBLISHED: Partial<Record<GateProblemCode, readonly [code: RestErrorCode, message: string]>> = {
  missing_key: ["AUTHORIZATION_MISSING_TOKEN", "The request has no access token."],
  malformed_key: ["AUTHORIZATION_INVALID_TOKEN", INVALID_TOKEN],
  unknown_key: ["AUTHORIZATION_INVALID_TOKEN", INVALID_TOKEN],
  expired_key: ["AUTHORIZATION_INVALID_TOKEN", INVALID_TOKEN],
  revoked_key: ["AUTHORIZATION_INVALID_TOKEN", INVALID_TOKEN],
  wrong_resource: ["AUTHORIZATION_INVALID_TOKEN", INVALID_TOKEN],
  hourly_limit_exceeded: [
    "HOURLY_APIINVOCATION_LIMIT_EXCEEDED",
    "The maximum number of hourly API invocations has been exceeded.",
  ],
  burst_limit_exceeded: [
    "BURST_APIINVOCATION_LIMIT_EXCEEDED",
    "The maximum number of burst API invocations has been exceeded.",
  ],
};

/** Whatever a body is refused for. These addresses take no queries. */
const OF_BODIES: ReadonlySet<GateProblemCode> = new Set([
  "malformed_json",
  "validation_failed",
  "unsupported_media_type",
  "body_too_large",
]);

/** An error in the words of the REST interface. */
export function restError(
  status: number,
  errorCode: RestErrorCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GateAnswer {
  const body = { errorCode, message: maskSecrets(message) };
  return jsonAnswer(status, body, { ...headers, "Content-Type": "application/json" });
}

/** A refusal in the words of the REST interface, with its headers. */
export function likeRest(problem: GateAnswer, code: GateProblemCode, detail: string): GateAnswer {
  const [errorCode, message] = PUBLISHED[code] ?? [
    OF_BODIES.has(code) ? "INVALID_REQUEST_BODY" : codeOf(problem.status),
    detail,
  ];
  const answer = restError(problem.status, errorCode, message, problem.headers);
  return problem.isSteady === undefined ? answer : { ...answer, isSteady: problem.isSteady };
}

function codeOf(status: number): RestErrorCode {
  switch (status) {
    case 401:
      return "AUTHORIZATION_INVALID_TOKEN";
    case 403:
      return "USER_LACKS_PERMISSIONS";
    case 404:
      return "RESOURCE_NOT_FOUND";
    case 405:
      return "METHOD_NOT_ALLOWED";
    case 503:
      return "SERVICE_UNAVAILABLE";
    default:
      return status >= 500 ? "UNSPECIFIED_ERROR" : "INVALID_REQUEST_PARAMETER";
  }
}
