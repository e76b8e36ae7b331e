import { notFound } from "../domain/errors";
import { readWebSettings } from "../platform/settings/env";
import { safeNextPath } from "../addresses/next-path";
import { nextAuth } from "./config";

/**
 * Begins a sign-in at the configured issuer; next-auth keeps state, nonce and PKCE verifier in cookies of its own.
 * @param next where to go afterwards; only a page of this site is taken
 * @returns the issuer's page
 * @throws DomainError not_found where no issuer is configured
 */
export async function startOidcSignIn(next: string | undefined): Promise<string> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID } = readWebSettings();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) throw notFound();
  // Without `redirect: true` next-auth returns the address as text.
  return String(await nextAuth().signIn("oidc", { redirect: false, redirectTo: safeNextPath(next) ?? "/" }));
}
