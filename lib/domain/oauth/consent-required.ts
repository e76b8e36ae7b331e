import { scopeText, type GrantName } from "./asked-scopes";
import { OAuthError } from "./oauth-error";

type Missing = {
  readonly clientId: string;
  readonly names: readonly GrantName[];
  /** One of the app's own; null where it has none, and nobody can be sent anywhere. */
  readonly redirectUri: string | null;
};

/**
 * The refusal of an app that has proven who it is, for want of consent: with the address on which the person gives it.
 * @param issuer the server's own address, without a slash at its end
 */
export function consentRequired(issuer: string, { clientId, names, redirectUri }: Missing): OAuthError {
  const words = "The person has not consented to these scopes for this app.";
  const asked = { client_id: clientId, scope: scopeText(names) };
  if (redirectUri === null) {
    return new OAuthError("consent_required", `${words} Give the app a redirect URI first.`, {
      help: { topic: "consent-required", details: asked },
    });
  }
  const details = { ...asked, redirect_uri: redirectUri };
  return new OAuthError("consent_required", `${words} It is given at ${consentAddress(issuer, details)}`, {
    help: { topic: "consent-required", details },
  });
}

/** The address on which a person allows an app. */
export function consentAddress(
  issuer: string,
  asked: Readonly<Record<"client_id" | "scope" | "redirect_uri", string>>,
): string {
  return `${issuer}/oauth/auth?${new URLSearchParams({ response_type: "code", ...asked })}`;
}
