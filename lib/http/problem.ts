import type { Problem } from "../contracts/problem";
import type { DomainError, ErrorCode } from "../domain/errors";
import { maskSecrets } from "../domain/key-secret";

/** Status and title of each refusal: the only table that knows both. */
const PROBLEMS: Record<ErrorCode, readonly [status: number, title: string]> = {
  not_signed_in: [401, "Not signed in"],
  invalid_credentials: [401, "Wrong email or password"],
  too_many_attempts: [429, "Too many attempts"],
  cross_origin: [403, "Request from another site"],
  forbidden: [403, "Not allowed"],
  not_found: [404, "Not found"],
  method_not_allowed: [405, "Method not allowed"],
  malformed_json: [400, "Malformed JSON"],
  unsupported_media_type: [415, "Unsupported media type"],
  body_too_large: [413, "Body too large"],
  validation_failed: [422, "Invalid input"],
  plan_not_eligible: [403, "Plan not eligible"],
  feature_not_enabled: [403, "Feature not enabled"],
  account_closed: [403, "Account closed"],
  not_key_creator: [403, "Not your key"],
  method_not_available: [409, "Method not available here"],
  go_live_required: [409, "Go Live required"],
  active_key_limit: [409, "Active key limit reached"],
  key_already_revoked: [409, "Key already revoked"],
  key_already_replaced: [409, "Key already replaced"],
  key_expired: [409, "Key expired"],
  idempotency_key_reused: [422, "Idempotency key reused"],
  last_admin: [409, "Last admin"],
  profile_not_available: [422, "Profile not available"],
  member_already_deactivated: [409, "Member already deactivated"],
  member_already_active: [409, "Member already active"],
  stale_version: [412, "Changed meanwhile"],
  access_already_available: [409, "Already available"],
  case_already_open: [409, "Case already open"],
  case_already_closed: [409, "Case already closed"],
  conflict: [409, "Conflict"],
  database_unavailable: [503, "Database unavailable"],
  internal_error: [500, "Something went wrong"],
};

/** The answer for a refusal: `application/problem+json`, never cached. */
export function problemResponse(error: DomainError, request: { path: string; requestId: string }): Response {
  const [status, title] = PROBLEMS[error.code];
  const problem: Problem = {
    type: `urn:countersign:problem:${error.code}`,
    title,
    status,
    detail: error.message,
    instance: maskSecrets(request.path),
    code: error.code,
    requestId: request.requestId,
    ...(error.errors.length > 0 ? { errors: error.errors } : {}),
  };
  const headers: Record<string, string> = {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    "X-Request-Id": request.requestId,
  };
  if (error.retryAfterSeconds !== null) headers["Retry-After"] = String(error.retryAfterSeconds);
  return new Response(JSON.stringify(problem), { status, headers });
}
