/**
 * Where a refusal is explained: beside the words that the wire fixes, `error_uri` (RFC 6749 section 5.2) leads to a page of
 * the console. It says nothing that the refusal does not say, or that whoever asked did not send.
 */
import type { OAuthError, OAuthErrorCode } from "./oauth-error";

export const HELP_TOPICS = [
  "access-token",
  "app-not-found",
  "app-not-allowed",
  "client",
  "clock",
  "code",
  "consent-required",
  "refresh-token",
  "request",
  "resource",
  "scopes",
  "signature",
  "too-many-refusals",
  "trouble",
  "user-not-found",
] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

/** A page, and what it is filled in with. */
export type Help = { readonly topic: HelpTopic; readonly details?: Readonly<Record<string, string>> };

const BY_DESCRIPTION: Readonly<Record<string, HelpTopic>> = {
  no_valid_keys_or_signatures: "signature",
  issuer_not_found: "app-not-found",
  user_not_found: "user-not-found",
  expired_client_token: "code",
  expired_grant: "refresh-token",
};

const BY_CODE: Record<OAuthErrorCode, HelpTopic> = {
  invalid_request: "request",
  invalid_client: "client",
  // Those of the fixed descriptions stand above; what is left is said of a code.
  invalid_grant: "code",
  unauthorized_client: "app-not-allowed",
  unsupported_grant_type: "request",
  unsupported_response_type: "request",
  invalid_scope: "scopes",
  invalid_target: "resource",
  consent_required: "consent-required",
  login_required: "consent-required",
  access_denied: "consent-required",
  too_many_refusals: "too-many-refusals",
  temporarily_unavailable: "trouble",
  server_error: "trouble",
};

/** The page about a refusal: its own, or that of its words. */
export function helpOf({ code, message, help }: OAuthError): Help {
  return help ?? { topic: BY_DESCRIPTION[message] ?? BY_CODE[code] };
}

/** The address of a page of help. @param issuer the server's own address, without a slash at its end */
export function helpAddress(issuer: string, { topic, details }: Help): string {
  const address = `${issuer}/help/oauth/${topic}`;
  return details ? `${address}?${new URLSearchParams(details)}` : address;
}
