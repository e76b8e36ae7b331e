/** Proof Key for Code Exchange (RFC 7636), S256 alone: `plain` protects nobody (RFC 9700 section 2.1.1). */
import { OAuthError } from "../oauth-error";
import type { Fields } from "./form";

/** SHA-256 in base64url, without padding. */
const CHALLENGE = /^[\w-]{43}$/;
const VERIFIER = /^[\w.~-]{43,128}$/;

/**
 * The challenge of an authorization request; null where there is none.
 * @param isPublic a public app has to send one
 * @throws OAuthError invalid_request
 */
export function readChallenge(fields: Fields, isPublic: boolean): string | null {
  const { code_challenge: challenge, code_challenge_method: method } = fields;
  if (challenge === undefined) {
    if (isPublic || method !== undefined)
      throw new OAuthError("invalid_request", "The parameter code_challenge is missing.");
    return null;
  }
  // Left out it means plain (RFC 7636 section 4.3), which is not taken.
  if (method !== "S256") throw new OAuthError("invalid_request", "code_challenge_method must be S256.");
  if (!CHALLENGE.test(challenge))
    throw new OAuthError("invalid_request", "code_challenge is no SHA-256 in base64url.");
  return challenge;
}

/**
 * True where the code may be redeemed with this verifier. A verifier without a challenge is refused too: somebody took the
 * challenge out of the authorization request (RFC 9700 section 4.8.2).
 * @param hash SHA-256 of a text, in base64url
 */
export function isProven(
  challenge: string | null,
  verifier: string | undefined,
  hash: (text: string) => string,
): boolean {
  if (challenge === null || verifier === undefined) return challenge === null && verifier === undefined;
  return VERIFIER.test(verifier) && hash(verifier) === challenge;
}
