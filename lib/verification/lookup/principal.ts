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
  readonly manager_id: string;
  /** Epochs are `bigint`, which the driver hands over as text. */
  readonly manager_epoch: string;
  readonly account_epoch: string;
  readonly user_epoch: string;
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

/**
 * The epochs that facts were read with (db/migrations/0036_access_epochs.sql): in another snapshot in which the rows have the
 * same ones, nothing has changed that decides.
 */
export type Epochs = {
  /** Of the account that it acts in. */
  readonly accountEpoch: string;
  /** The account that manages the key; the same one for a long-lived key. */
  readonly managerId: string;
  readonly managerEpoch: string;
  /** The person whom it acts as. */
  readonly userId: string;
  readonly userEpoch: string;
};

/** What shows, where a call is recorded, that the facts by which it was allowed are still so. */
export type Proof = {
  readonly epochs: Epochs;
  /** The instant at which the first of the facts ends by the clock; null where none does. */
  readonly until: Date | null;
};

export type FoundPrincipal = {
  readonly principal: Principal;
  readonly facts: KeyFacts;
  /** True while the person whom it acts as has request logging enabled. */
  readonly isLogged: boolean;
  readonly proof: Proof;
  /** The database's clock when it looked. */
  readonly now: Date;
};

/** The row as facts for the verdict. @param now the clock of the statement that found it */
export function toFoundPrincipal(kind: CredentialKind, row: PrincipalRow, now: Date): FoundPrincipal {
  const expiresAt = earlier(row.key_expires_at, row.credential_expires_at);
  return {
    now,
    facts: toKeyFacts(row),
    isLogged: row.is_logged,
    proof: {
      epochs: {
        accountEpoch: row.account_epoch,
        managerId: row.manager_id,
        managerEpoch: row.manager_epoch,
        userId: row.user_id,
        userEpoch: row.user_epoch,
      },
      until: earlier(expiresAt, row.key_retires_at),
    },
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
      grant: { scopes: row.scopes, expiresAt },
    },
  };
}

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
