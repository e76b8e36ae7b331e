/** What can be refused, by name. `lib/http` maps each code to a status and a title. */
export const ERROR_CODES = [
  "not_signed_in",
  "invalid_credentials",
  "too_many_attempts",
  "too_busy",
  "password_sign_in_closed",
  "link_not_valid",
  "already_member",
  "already_invited",
  "invitation_ended",
  "invitation_limit",
  "invited_other_person",
  "sign_in_to_accept",
  "mail_not_set_up",
  "password_change_required",
  "cross_origin",
  "other_person",
  "forbidden",
  "not_found",
  "method_not_allowed",
  "malformed_json",
  "unsupported_media_type",
  "body_too_large",
  "validation_failed",
  "plan_not_eligible",
  "feature_not_enabled",
  "account_closed",
  "not_key_creator",
  "method_not_available",
  "go_live_required",
  "active_key_limit",
  "key_already_revoked",
  "key_already_replaced",
  "key_expired",
  "key_already_issued",
  "key_not_issued",
  "already_live",
  "review_under_way",
  "review_needed",
  "review_still_valid",
  "migration_under_way",
  "no_migration_requested",
  "no_review_requested",
  "prerequisites_unmet",
  "requester_not_admin",
  "transfer_already_open",
  "transfer_over",
  "transfer_expired",
  "transfer_carried_out",
  "statement_changed",
  "side_confirmed",
  "same_person",
  "shared_user",
  "not_confirmed",
  "not_carried_out",
  "stand_in_refused",
  "undo_over",
  "transfer_conditions",
  "not_an_app",
  "not_a_sandbox_key",
  "app_is_public",
  "credential_limit",
  "public_key_known",
  "request_log_full",
  "redirect_uris_changed",
  "idempotency_key_reused",
  "last_admin",
  "last_organization_admin",
  "not_of_organization",
  "account_has_members",
  "profile_not_available",
  "member_already_deactivated",
  "member_already_active",
  "domain_held_elsewhere",
  "domain_claim_limit",
  "dns_switched_off",
  "domain_not_held",
  "authorized_app_limit",
  "stale_version",
  "access_already_available",
  "case_already_open",
  "case_already_closed",
  "look_needs_reason",
  "conflict",
  "database_unavailable",
  "internal_error",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** One thing wrong with an input: where (RFC 6901 pointer into the body, or `?name` for a query field) and why. */
export type FieldError = { readonly pointer: string; readonly code: string; readonly detail: string };

/** A refusal that the product foresees. `message` is for the person who reads the answer: what happened, what next. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    options: { errors?: readonly FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "DomainError";
    this.code = code;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

/** The answer for what does not exist and for what belongs to another account: one text for both (R7, I6). */
export function notFound(): DomainError {
  return new DomainError("not_found", "There is nothing here. Check the address, or the account you are in.");
}

/** The refusal of an input with one wrong field. */
export function invalid(pointer: string, code: string, detail: string): DomainError {
  return new DomainError("validation_failed", detail, { errors: [{ pointer, code, detail }] });
}

/** The answer for passwords where the operator has closed that way to sign in, whatever the password. */
export function passwordSignInClosed(): DomainError {
  return new DomainError(
    "password_sign_in_closed",
    "Nobody signs in by password here. Use single sign-on, or ask the operator of this console.",
  );
}

/** The answer for a link that is unknown, used, replaced, withdrawn or too old: one text for all of them. */
export function linkNotValid(): DomainError {
  return new DomainError(
    "link_not_valid",
    "This link does not work, or not any more: each works once, for a limited time. Ask for another one.",
  );
}

/** The refusal of what can only be done by mail where nothing is mailed. */
export function mailNotSetUp(): DomainError {
  return new DomainError(
    "mail_not_set_up",
    "No mails leave this console, since its operator has set up no mail server. Ask the operator.",
  );
}
