/** Which ways to a token an app is set up for, and what each still lacks (RFC 6749, RFC 7523, RFC 9700). */

export const APP_GRANTS = ["code", "jwt", "implicit"] as const;
export type AppGrant = (typeof APP_GRANTS)[number];

export type AppSetup = {
  readonly isPublic: boolean;
  readonly isImplicitAllowed: boolean;
  /** Those that did not expire. */
  readonly secrets: number;
  readonly keyPairs: number;
  readonly redirectUris: number;
  /** True where its scopes let it act for a person who is not there. */
  readonly canImpersonate: boolean;
};

export type MissingPart = "redirect_uri" | "client_secret" | "key_pair" | "impersonation";

export type GrantSetup = {
  readonly grant: AppGrant;
  /** Off: the app does not allow it at all. */
  readonly state: "ready" | "incomplete" | "off";
  readonly missing: readonly MissingPart[];
};

/**
 * The setup of each grant: Authorization Code needs an address to come back to and, of an app that can keep one, a secret;
 * JWT Grant a key pair and the scope for it (S5); Implicit its switch and an address.
 */
export function grantSetups(app: AppSetup): GrantSetup[] {
  return APP_GRANTS.map((grant) => {
    const missing = missingOf(grant, app);
    const isOff = grant === "implicit" && !app.isImplicitAllowed;
    return { grant, state: isOff ? "off" : missing.length === 0 ? "ready" : "incomplete", missing };
  });
}

function missingOf(grant: AppGrant, app: AppSetup): MissingPart[] {
  const address: MissingPart[] = app.redirectUris === 0 ? ["redirect_uri"] : [];
  switch (grant) {
    case "code":
      return [...address, ...(app.isPublic || app.secrets > 0 ? [] : ["client_secret" as const])];
    case "jwt":
      return [
        ...(app.canImpersonate ? [] : ["impersonation" as const]),
        ...(app.keyPairs === 0 ? ["key_pair" as const] : []),
      ];
    case "implicit":
      return address;
  }
}
