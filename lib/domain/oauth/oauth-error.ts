/** What the authorization server refuses, by the exact words that clients read (RFC 6749, RFC 8707; WIRE-FACTS 5). */
import type { Help } from "./help";

const OAUTH_ERRORS = [
  "invalid_request",
  "invalid_client",
  "invalid_grant",
  "unauthorized_client",
  "unsupported_grant_type",
  "unsupported_response_type",
  "invalid_scope",
  "invalid_target",
  "consent_required",
  "login_required",
  "access_denied",
  "too_many_refusals",
  "temporarily_unavailable",
  "server_error",
] as const;
export type OAuthErrorCode = (typeof OAUTH_ERRORS)[number];

/** Descriptions that the wire fixes; clients compare them. */
export type FixedDescription =
  | "no_valid_keys_or_signatures"
  | "issuer_not_found"
  | "user_not_found"
  | "expired_client_token"
  | "expired_grant";

/** A refusal of the authorization server. Its description holds nothing of what was sent. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly retryAfterSeconds: number | null;
  /** The page that explains it, where that is not told by code and description. */
  readonly help: Help | null;

  constructor(
    code: OAuthErrorCode,
    description: string,
    options: { readonly retryAfterSeconds?: number; readonly help?: Help } = {},
  ) {
    super(description);
    this.name = "OAuthError";
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.help = options.help ?? null;
  }
}

/** The refusal of what a client presented, with one of the descriptions that clients know. */
export function invalidGrant(description: FixedDescription, help?: Help): OAuthError {
  return new OAuthError("invalid_grant", description, help ? { help } : {});
}
