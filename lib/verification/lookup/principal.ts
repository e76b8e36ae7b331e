/** Who a request comes from: what the lookup finds of a secret, with everything that the verdict and the answers need. */
import type { AuthenticationMethod } from "../../domain/keys/availability";
import { ownerProfile, toKeyFacts, type KeyFactsRow } from "../../domain/verdict/key-facts";
import type { Environment, Profile } from "../../domain/people/profiles";
import type { Scope } from "../../domain/keys/scopes";
import type { KeyFacts } from "../../domain/verdict/verdict";

/** Secrets that authenticate a request: a long-lived key's own, and an access token of an OAuth app. */
export const REQUEST_SECRETS = ["long_lived", "access_token"] as const;
export type RequestSecret = (typeof REQUEST_SECRETS)[number];
/** What a request may show: a secret, or a person's name and password beside a key (../legacy). */
export type CredentialKind = RequestSecret | "legacy";

/** A row of the lookup (see lookup.ts): what decides, and what names the key. */
export type PrincipalRow = KeyFactsRow & {
  readonly hash: string;
  readonly credential_id: string;
  readonly key_id: string;
  readonly client_id: string;
  readonly key_name: string;
  readonly is_logged: boolean;
};

/**
 * Whom a secret stands for: who manages and who acts are two questions. The key belongs to its management account;
 * what is done with it is done in the account and as the person of {@link Principal.actsAs}, whose quota it uses and
 * among whose calls it stands.
 */
export type Principal = {
  readonly credential: { readonly kind: CredentialKind; readonly id: string };
  readonly key: {
    readonly id: string;
    readonly clientId: string;
    readonly name: string;
    readonly method: AuthenticationMethod;
    readonly environment: Environment;
  };
  readonly actsAs: {
    readonly user: { readonly id: string; readonly name: string };
    readonly account: { readonly id: string; readonly name: string };
    readonly profile: Profile;
  };
  /** What the credential was given, and until when; what it may do at present is up to the verdict. */
  readonly grant: { readonly scopes: readonly Scope[]; readonly expiresAt: Date | null };
};

export type FoundPrincipal = {
  readonly principal: Principal;
  readonly facts: KeyFacts;
  /** True while the person whom it acts as has request logging enabled. */
  readonly isLogged: boolean;
  /** The database's clock when it looked: the time of the call. */
  readonly now: Date;
};

/** The row as facts for the verdict. @param now the clock of the statement that found it */
export function toFoundPrincipal(kind: CredentialKind, row: PrincipalRow, now: Date): FoundPrincipal {
  return {
    now,
    facts: toKeyFacts(row),
    isLogged: row.is_logged,
    principal: {
      credential: { kind, id: row.credential_id },
      key: {
        id: row.key_id,
        clientId: row.client_id,
        name: row.key_name,
        method: row.method,
        environment: row.environment,
      },
      actsAs: {
        user: { id: row.user_id, name: row.user_name },
        account: { id: row.account_id, name: row.account_name },
        profile: ownerProfile(row),
      },
      grant: { scopes: row.scopes, expiresAt: earlier(row.key_expires_at, row.credential_expires_at) },
    },
  };
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
