/**
 * What this process keeps of the keys that ask again and again: whom each stands for, and the proof by which the statement
 * that records a call shows that it is still so. Nothing here is believed: see "Facts are kept, and proved where the call is
 * recorded" in ../README.md.
 */
import { createGenerations } from "./generations";
import { UNKNOWN_USE, type FoundPrincipal } from "./principal";

export type KeptPrincipals = {
  /** What is kept of the secret with this hash, or undefined. Its quota is unknown, and its clock that of its lookup. */
  readonly find: (hash: string) => FoundPrincipal | undefined;
  /** Takes note of a key that was looked up and is of use: it is kept from the second time on. */
  readonly note: (hash: string, found: FoundPrincipal) => void;
  /** Forgets what was not proved. */
  readonly forget: (hash: string) => void;
  /** How many keys are kept. */
  readonly size: () => number;
};

/** Values that are remembered at most to be shared. */
const SHARED_MAX = 20_000;

/**
 * Makes a memory that keeps nothing yet.
 * @param max keys that are kept at most; 0 keeps none
 */
export function createKeptPrincipals(max: number): KeptPrincipals {
  const kept = createGenerations<FoundPrincipal>(max);
  const isSecondSighting = createSightings(max);
  const share = createSharing();
  return {
    find: kept.get,
    note: (hash, found) => {
      if (max > 0 && isSecondSighting(hash)) kept.set(hash, slim(found, share));
    },
    forget: kept.delete,
    size: kept.size,
  };
}

type Share = <T>(value: T) => T;

/** The same value with less of its own: what keys of one account, or all keys, have alike is there once. */
function slim({ principal, facts, proof, now, isLogged }: FoundPrincipal, share: Share): FoundPrincipal {
  const { key, grant } = principal;
  const [method, environment, scopes] = [share(key.method), share(key.environment), share(grant.scopes)];
  const actsAs = share(principal.actsAs);
  return {
    now,
    isLogged,
    proof: { epochs: share(proof.epochs), until: proof.until },
    principal: {
      ...principal,
      key: { ...key, method, environment },
      actsAs,
      grant: { scopes, expiresAt: grant.expiresAt },
    },
    facts: {
      method,
      environment,
      life: facts.life,
      credentialLife: share(facts.credentialLife),
      grantedScopes: share(facts.grantedScopes),
      resource: share(facts.resource),
      allowedRanges: share(facts.allowedRanges),
      manager: share(facts.manager),
      account: actsAs.account,
      owner: share(facts.owner),
      limits: share(facts.limits),
      used: UNKNOWN_USE,
    },
  };
}

/** Gives equal values the same object. */
function createSharing(): Share {
  const shared = new Map<string, unknown>();
  return <T>(value: T): T => {
    const name = JSON.stringify(value);
    const known = shared.get(name);
    // No two types that are shared have JSON in common.
    if (known !== undefined) return known as T;
    if (shared.size >= SHARED_MAX) shared.clear();
    shared.set(name, value);
    return value;
  };
}

/**
 * True for a hash that was seen before, as far as is remembered: one number for each place, which the next hash there takes.
 * Keys that come once, of which there may be a million, make no garbage so.
 */
function createSightings(max: number): (hash: string) => boolean {
  const places = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(2, 2 * max))));
  return (hash) => {
    const place = Number.parseInt(hash.slice(0, 8), 16) % places.length;
    const mark = Number.parseInt(hash.slice(8, 16), 16) || 1;
    if (places[place] === mark) return true;
    places[place] = mark;
    return false;
  };
}
