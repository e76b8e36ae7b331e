import type { DemoPerson } from "../contracts/people/sessions";
import { DEMO_PASSWORD } from "../domain/people/demo";
import { hasIssuer, isPasswordSignInOpen, readWebSettings } from "../platform/settings/env";
import { mailPolicy, type MailPolicy } from "../platform/settings/mail-policy";
import { listDemoPeople } from "../sessions/demo-people";

export type SignInChoices = {
  /** Name of the OpenID Connect issuer, where one is configured. */
  readonly oidcName: string | null;
  /** False where the operator has closed the way by password. */
  readonly hasPassword: boolean;
  readonly demo: { readonly password: string; readonly people: readonly DemoPerson[] } | null;
};

/** What the sign-in page offers. */
export async function signInChoices(): Promise<SignInChoices> {
  const settings = readWebSettings();
  const { DEMO } = settings;
  return {
    oidcName: oidcNameHere(),
    hasPassword: hasPasswordSignIn(),
    demo: DEMO ? { password: DEMO_PASSWORD, people: await listDemoPeople() } : null,
  };
}

/** False where the operator has closed sign-in by password (PASSWORD_SIGN_IN). */
export function hasPasswordSignIn(): boolean {
  return isPasswordSignInOpen();
}

/** Where mails go from here, for pages that say so. */
export function mailsHere(): MailPolicy {
  return mailPolicy();
}

/** Name of the OpenID Connect issuer, where one is configured; null where none is. */
export function oidcNameHere(): string | null {
  const settings = readWebSettings();
  return hasIssuer(settings) ? settings.OIDC_NAME : null;
}
