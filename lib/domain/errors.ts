/** What can be refused, by name. `lib/http` maps each code to a status and a title. */
export const ERROR_CODES = [
  "not_signed_in",
  "invalid_credentials",
  "too_many_attempts",
  "cross_origin",
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
  "idempotency_key_reused",
  "last_admin",
  "profile_not_available",
  "member_already_deactivated",
  "member_already_active",
  "stale_version",
  "access_already_available",
  "case_already_open",
  "case_already_closed",
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

/** One wrong field. */
export function invalid(pointer: string, code: string, detail: string): DomainError {
  return new DomainError("validation_failed", detail, { errors: [{ pointer, code, detail }] });
}
