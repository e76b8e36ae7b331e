/** What the lookup finds: a credential with everything that the verdict and the answers need. */
import type { AuthenticationMethod } from "../domain/availability";
import { ownerProfile, toKeyFacts, type KeyFactsRow } from "../domain/key-facts";
import type { Environment, Profile } from "../domain/profiles";
import type { Scope } from "../domain/scopes";
import type { KeyFacts } from "../domain/verdict";

/** A row of the lookup (see lookup.ts): what decides, and what names the key. */
export type CredentialRow = KeyFactsRow & {
  readonly hash: string;
  readonly credential_id: string;
  readonly key_id: string;
  readonly client_id: string;
  readonly key_name: string;
};

/** Who a credential stands for. */
export type KeyIdentity = {
  readonly keyId: string;
  readonly clientId: string;
  readonly credentialId: string;
  readonly name: string;
  readonly method: AuthenticationMethod;
  readonly environment: Environment;
  readonly grantedScopes: readonly Scope[];
  readonly expiresAt: Date | null;
  readonly account: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly profile: Profile };
};

export type FoundCredential = {
  readonly identity: KeyIdentity;
  readonly facts: KeyFacts;
  /** The database's clock when it looked: the time of the call. */
  readonly now: Date;
};

/** The row as facts for the verdict. @param now the clock of the statement that found it */
export function toFoundCredential(row: CredentialRow, now: Date): FoundCredential {
  return {
    now,
    facts: toKeyFacts(row),
    identity: {
      keyId: row.key_id,
      clientId: row.client_id,
      credentialId: row.credential_id,
      name: row.key_name,
      method: row.method,
      environment: row.environment,
      grantedScopes: row.scopes,
      expiresAt: earlier(row.key_expires_at, row.credential_expires_at),
      account: { id: row.account_id, name: row.account_name },
      user: { id: row.user_id, name: row.user_name, profile: ownerProfile(row) },
    },
  };
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
