import type { Problem } from "../contracts/problem";
import type { DomainError, ErrorCode } from "../domain/errors";
import { maskSecrets } from "../domain/secrets/secrets-in-text";

/** Status and title of each refusal: the only table that knows both. */
const PROBLEMS: Record<ErrorCode, readonly [status: number, title: string]> = {
  not_signed_in: [401, "Not signed in"],
  invalid_credentials: [401, "Wrong email or password"],
  too_many_attempts: [429, "Too many attempts"],
  too_busy: [503, "Too busy"],
  link_not_valid: [404, "Link no longer works"],
  already_member: [409, "Member already"],
  already_invited: [409, "Invited already"],
  invitation_ended: [409, "Invitation ended"],
  invitation_limit: [409, "Too many open invitations"],
  invited_other_person: [409, "Invitation for somebody else"],
  sign_in_to_accept: [409, "Sign in to accept"],
  mail_not_set_up: [409, "No mail from here"],
  password_sign_in_closed: [403, "No sign-in by password"],
  password_change_required: [403, "Choose your own password first"],
  cross_origin: [403, "Request from another site"],
  other_person: [409, "Somebody else is signed in"],
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
  key_already_issued: [409, "Key already issued"],
  key_not_issued: [409, "Key not issued yet"],
  already_live: [409, "Already live"],
  review_under_way: [409, "Review under way"],
  review_needed: [409, "Review needed"],
  review_still_valid: [409, "Review still valid"],
  migration_under_way: [409, "Migration under way"],
  no_migration_requested: [409, "No migration requested"],
  no_review_requested: [409, "No review requested"],
  prerequisites_unmet: [409, "Prerequisites not met"],
  requester_not_admin: [409, "Requester is no admin"],
  transfer_already_open: [409, "Transfer already open"],
  transfer_over: [409, "Transfer over"],
  transfer_expired: [409, "Transfer expired"],
  transfer_carried_out: [409, "Transfer already carried out"],
  statement_changed: [409, "Statement changed meanwhile"],
  side_confirmed: [409, "Already confirmed for this side"],
  same_person: [409, "Same person for both sides"],
  shared_user: [409, "Shared user"],
  not_confirmed: [409, "Not confirmed by both sides"],
  not_carried_out: [409, "Not carried out"],
  stand_in_refused: [409, "Nobody stands in"],
  undo_over: [409, "Too late to undo"],
  transfer_conditions: [409, "Conditions not met"],
  not_an_app: [409, "Not an OAuth app"],
  not_a_sandbox_key: [409, "Not a sandbox key"],
  app_is_public: [409, "App is public"],
  credential_limit: [409, "Credential limit reached"],
  public_key_known: [409, "Public key already there"],
  request_log_full: [409, "Request log full"],
  redirect_uris_changed: [409, "Redirect URIs changed meanwhile"],
  idempotency_key_reused: [422, "Idempotency key reused"],
  last_admin: [409, "Last admin"],
  last_organization_admin: [409, "Last organization admin"],
  not_of_organization: [409, "No account in this organization"],
  account_has_members: [409, "Account has members"],
  profile_not_available: [422, "Profile not available"],
  member_already_deactivated: [409, "Member already deactivated"],
  member_already_active: [409, "Member already active"],
  domain_held_elsewhere: [409, "Domain of another organization"],
  domain_claim_limit: [409, "Domain claim limit reached"],
  dns_switched_off: [409, "No DNS here"],
  domain_not_held: [409, "No verified domain"],
  authorized_app_limit: [409, "Authorized app limit reached"],
  stale_version: [412, "Changed meanwhile"],
  access_already_available: [409, "Already available"],
  case_already_open: [409, "Case already open"],
  case_already_closed: [409, "Case already closed"],
  look_needs_reason: [409, "Say why you look"],
  conflict: [409, "Conflict"],
  database_unavailable: [503, "Database unavailable"],
  internal_error: [500, "Something went wrong"],
};

/** The HTTP status of a refusal. */
export function statusOf(code: ErrorCode): number {
  return PROBLEMS[code][0];
}

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
