import type { DemoPerson } from "../contracts/sessions";
import { DEMO_PASSWORD } from "../domain/demo";
import { readWebSettings } from "../platform/env";
import { listDemoPeople } from "../sessions/demo-people";

export type SignInChoices = {
  /** Name of the OpenID Connect issuer, where one is configured. */
  readonly oidcName: string | null;
  readonly demo: { readonly password: string; readonly people: readonly DemoPerson[] } | null;
};

/** What the sign-in page offers besides email and password. */
export async function signInChoices(): Promise<SignInChoices> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_NAME, DEMO } = readWebSettings();
  return {
    oidcName: OIDC_ISSUER && OIDC_CLIENT_ID ? OIDC_NAME : null,
    demo: DEMO ? { password: DEMO_PASSWORD, people: await listDemoPeople() } : null,
  };
}
