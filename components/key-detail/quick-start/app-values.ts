/** What an app's quick starts are filled in with: nothing of it is a secret. */
import { LONG_LIVED_SCOPES } from "@/lib/domain/keys/scopes";

export type AppValues = {
  /** Address of the console, which gives tokens, without a slash at its end. */
  readonly issuer: string;
  /** Address of the gate, as developers have it, without a slash at its end. */
  readonly api: string;
  readonly clientId: string;
  readonly isPublic: boolean;
  /** The app's own, which no token exceeds. */
  readonly scopes: readonly string[];
  /** Where people are sent back to. */
  readonly redirectUri: string;
};

/** Stands where an app has no redirect URI yet. */
export const NO_REDIRECT_URI = "https://app.example.com/callback";

/** What a person is asked to allow: all that the app may do while the person uses it. */
export function codeScope({ scopes }: AppValues): string {
  const asked = scopes.filter((scope) => scope !== "impersonation");
  return asked.length > 0 ? asked.join(" ") : "openid";
}

/** What a program asks for that acts for people who are not there. */
export function assertionScope({ scopes }: AppValues): string {
  const asked = scopes.filter(
    (scope) => scope === "signature" || LONG_LIVED_SCOPES.some((known) => known === scope),
  );
  return [...asked, "impersonation"].join(" ");
}

/** The address that a person allows the app on, with everything but what is made anew for each request. */
export function authorizationAddress(values: AppValues, scope: string): string {
  const fields = {
    response_type: "code",
    client_id: values.clientId,
    redirect_uri: values.redirectUri,
    scope,
  };
  return `${values.issuer}/oauth/auth?${new URLSearchParams(fields)}`;
}

/** The host that assertions are made for. */
export function audience({ issuer }: AppValues): string {
  return new URL(issuer).host;
}
