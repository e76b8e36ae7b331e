/** What is asked of the token endpoint, by its grant (RFC 6749, RFC 7523; WIRE-FACTS 5). */
import { readSecret } from "../../secrets/key-secret";
import { askedNames } from "./authorization-request";
import type { GrantName } from "../asked-scopes";
import { needed, readResource, type Fields } from "./form";
import { invalidGrant, OAuthError } from "../oauth-error";

export const GRANT_TYPES = [
  "authorization_code",
  "refresh_token",
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
] as const;

export type CodeRequest = {
  readonly grant: "code";
  readonly code: string;
  /** Null where it was not sent: real clients leave it out. */
  readonly redirectUri: string | null;
  readonly verifier: string | undefined;
  readonly resource: string | null;
};
export type RefreshRequest = {
  readonly grant: "refresh";
  readonly refreshToken: string;
  /** Fewer than were granted; null for all of them. */
  readonly names: readonly GrantName[] | null;
  readonly resource: string | null;
};
export type JwtRequest = {
  readonly assertion: string;
  readonly resource: string | null;
};

const JWT_BEARER: (typeof GRANT_TYPES)[number] = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** True of a request in which an assertion says who asks, and proves it. @throws OAuthError unsupported_grant_type | invalid_request */
export function provesByAssertion(fields: Fields): boolean {
  const type = needed(fields, "grant_type");
  if (GRANT_TYPES.some((known) => known === type)) return type === JWT_BEARER;
  throw new OAuthError("unsupported_grant_type", `grant_type must be one of: ${GRANT_TYPES.join(", ")}.`);
}

/** Longer ones are nobody's: an RS256 assertion has some hundred characters. */
const ASSERTION_MAX_LENGTH = 16_384;

/** Reads a request with an assertion. @throws OAuthError invalid_request | invalid_grant | invalid_target */
export function readJwtRequest(fields: Fields): JwtRequest {
  return { assertion: assertionOf(needed(fields, "assertion")), resource: readResource(fields) };
}

/**
 * Reads a request with a code or a refresh token. What can't be one is refused like one that is unknown, without a look.
 * @throws OAuthError invalid_request | invalid_grant | invalid_scope | invalid_target
 */
export function readTokenRequest(fields: Fields): CodeRequest | RefreshRequest {
  const resource = readResource(fields);
  return fields["grant_type"] === "refresh_token"
    ? refreshRequest(fields, resource)
    : codeRequest(fields, resource);
}

function codeRequest(fields: Fields, resource: string | null): CodeRequest {
  return {
    grant: "code",
    code: secretOf(needed(fields, "code"), "ikc", "expired_client_token"),
    redirectUri: fields["redirect_uri"] ?? null,
    verifier: fields["code_verifier"],
    resource,
  };
}

function refreshRequest(fields: Fields, resource: string | null): RefreshRequest {
  return {
    grant: "refresh",
    refreshToken: secretOf(needed(fields, "refresh_token"), "ikr", "expired_grant"),
    names: fields["scope"] === undefined ? null : askedNames(fields["scope"]),
    resource,
  };
}

function secretOf(
  text: string,
  kind: "ikc" | "ikr",
  refusal: "expired_client_token" | "expired_grant",
): string {
  if (readSecret(text)?.kind !== kind) throw invalidGrant(refusal);
  return text;
}

function assertionOf(text: string): string {
  if (text.length > ASSERTION_MAX_LENGTH) throw invalidGrant("no_valid_keys_or_signatures");
  return text;
}
