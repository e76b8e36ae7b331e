/** Who a request comes from: what the lookup finds of a secret, with everything that the verdict and the answers need. */
import type { AuthenticationMethod } from "../../domain/keys/availability";
import {
  factsOf,
  ownerProfile,
  toKeyFacts,
  type ActorFacts,
  type KeyFactsRow,
  type OwnFactsRow,
} from "../../domain/verdict/key-facts";
import type { Environment, Profile } from "../../domain/people/profiles";
import type { Scope } from "../../domain/keys/scopes";
import type { KeyFacts } from "../../domain/verdict/verdict";

/** Secrets that authenticate a request: a long-lived key's own, and an access token of an OAuth app. */
export const REQUEST_SECRETS = ["long_lived", "access_token"] as const;
export type RequestSecret = (typeof REQUEST_SECRETS)[number];
/** What a request may show: a secret, or a person's name and password beside a key (../legacy). */
export type CredentialKind = RequestSecret | "legacy";

type KeyNames = {
  readonly hash: string;
  readonly credential_id: string;
  readonly key_id: string;
  readonly client_id: string;
  readonly key_name: string;
};

/** A row of a long-lived key and its credential alone (see key-lookup.ts). */
export type KeyRow = OwnFactsRow &
  KeyNames & {
    readonly account_id: string;
    /** Whom it acts as. */
    readonly user_id: string;
  };

/** A row of the lookup (see lookup.ts): what decides, and what names the key. */
export type PrincipalRow = KeyFactsRow &
  KeyNames & {
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
  /** True where memory has a part in it: it is so if it is proved where the call is recorded, and says nothing otherwise. */
  readonly isToBeProved?: boolean;
};

/** What long-lived keys that act as the same person in the same account have in common, and the epochs that it was read with. */
export type Actor = Pick<FoundPrincipal, "isLogged"> &
  Pick<Principal, "actsAs"> & { readonly facts: ActorFacts; readonly epochs: Epochs };

/** Nothing is known of the quota: whether it holds a call is for the statement that records it. */
export const UNKNOWN_USE = { hour: 0, burst: 0 } as const;

/** Whom the key stands for, by its own row and what is known of whom it acts as. */
export function principalOf(row: KeyRow, { actsAs, facts, epochs, isLogged }: Actor): FoundPrincipal {
  return {
    now: row.now,
    isToBeProved: true,
    isLogged,
    facts: factsOf(row, facts, UNKNOWN_USE),
    proof: { epochs, until: earlier(endOf(row), row.key_retires_at) },
    principal: {
      credential: { kind: "long_lived", id: row.credential_id },
      key: keyOf(row),
      actsAs,
      grant: { scopes: row.scopes, expiresAt: endOf(row) },
    },
  };
}

/** The row as facts for the verdict. @param now the clock of the statement that found it */
export function toFoundPrincipal(kind: CredentialKind, row: PrincipalRow, now: Date): FoundPrincipal {
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
      until: earlier(endOf(row), row.key_retires_at),
    },
    principal: {
      credential: { kind, id: row.credential_id },
      key: keyOf(row),
      actsAs: {
        user: { id: row.user_id, name: row.user_name },
        account: { id: row.account_id, name: row.account_name },
        profile: ownerProfile(row),
      },
      grant: { scopes: row.scopes, expiresAt: endOf(row) },
    },
  };
}

function keyOf(row: OwnFactsRow & KeyNames): Principal["key"] {
  return {
    id: row.key_id,
    clientId: row.client_id,
    name: row.key_name,
    method: row.method,
    environment: row.environment,
  };
}

const endOf = (row: OwnFactsRow) => earlier(row.key_expires_at, row.credential_expires_at);

function earlier(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
