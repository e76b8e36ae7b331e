import { createHmac, randomBytes } from "node:crypto";

import { DomainError } from "../../domain/errors";
import { HASH_BOUNDS } from "../../platform/passwords/hash-queue";
import { withPasswordWork } from "../../platform/passwords/passwords";
import type { Caller } from "../../platform/passwords/places";
import { VerificationUnavailable } from "../statement/unavailable";
import { CrowdedOut, FairQueue } from "./fair-queue";

/** Comparisons inside, of strangers and of known callers each; where they are full, a small crowd takes a place of a large one. */
const BOUNDS = { atOnce: HASH_BOUNDS.atOnce, inside: 16, insidePerOrigin: 4 };
/** Proofs that are remembered at most, and for how long after the password was compared or shown again. */
const PROVEN_MAX = 1_000;
const PROVEN_MS = 15 * 60_000;

/** What a request claims: the password of whom it names, by which key. */
export type Claim = {
  /** Everything else that it was found by, name and key first; requests that differ in it never wait for each other. */
  readonly asked: readonly string[];
  /** Null for nobody's. */
  readonly passwordHash: string | null;
  readonly password: string;
};

export type ProvenPasswords = {
  /**
   * True where this password was compared with this hash of late and belongs to it: no facts, only arithmetic. Its use
   * prolongs it.
   */
  readonly isProven: (passwordHash: string, password: string) => boolean;
  /** The comparison of the very same claim that is under way; null for none. */
  readonly underWay: (claim: Claim) => Promise<boolean> | null;
  /**
   * True if the password belongs to the hash. Takes as long for nobody's hash.
   * @param caller whose comparisons are bounded together
   * @throws VerificationUnavailable overloaded where too many are under way, or too many of a larger crowd
   */
  readonly compare: (claim: Claim, caller: Caller) => Promise<boolean>;
};

/**
 * Remembers which password belongs to which Argon2id hash, in memory, by a keyed hash of both under a key of this process.
 * That one belongs to the other stays true whatever becomes of person, key and policy: these are looked up for each
 * request, the hash among them, so a password that was changed is not found here (I1, I2).
 */
export function createProvenPasswords(now: () => number = Date.now): ProvenPasswords {
  const secret = randomBytes(32);
  const proven = new Map<string, number>();
  const underWay = new Map<string, Promise<boolean>>();
  const queues = { known: new FairQueue(BOUNDS), unknown: new FairQueue(BOUNDS) };
  const placeOf = (...texts: string[]) =>
    createHmac("sha256", secret).update(JSON.stringify(texts)).digest("base64");
  // Two names that nobody has must not share a comparison that a name of somebody's would not share with them.
  const placeOfClaim = ({ asked, passwordHash, password }: Claim) =>
    placeOf(passwordHash ?? "", password, ...asked);

  function prove(place: string): void {
    proven.delete(place);
    if (proven.size >= PROVEN_MAX) proven.delete(proven.keys().next().value ?? "");
    proven.set(place, now() + PROVEN_MS);
  }

  async function compareOnce(claim: Claim, caller: Caller): Promise<boolean> {
    const { passwordHash, password, asked } = claim;
    // By what it names and not by whom that is: who waits longer must not say which names there are.
    const crowds = { origin: caller.origin, key: asked[1] ?? "" };
    const queue = queues[caller.isKnown ? "known" : "unknown"];
    try {
      const matches = await queue.enter(crowds, () => compareHash(passwordHash, password, caller));
      if (matches && passwordHash !== null) prove(placeOf(passwordHash, password));
      return matches;
    } catch (error) {
      if (error instanceof CrowdedOut) throw new VerificationUnavailable("overloaded");
      throw error;
    }
  }

  return {
    isProven: (passwordHash, password) => {
      const place = placeOf(passwordHash, password);
      const until = proven.get(place);
      if (until === undefined) return false;
      if (until > now()) {
        prove(place);
        return true;
      }
      proven.delete(place);
      return false;
    },
    // Who asks the same as one who waits for it has the same answer: a client that opens ten connections proves it once.
    underWay: (claim) => underWay.get(placeOfClaim(claim)) ?? null,
    compare: (claim, caller) => {
      const place = placeOfClaim(claim);
      const other = underWay.get(place);
      if (other) return other;
      const work = compareOnce(claim, caller).finally(() => underWay.delete(place));
      underWay.set(place, work);
      return work;
    },
  };
}

async function compareHash(passwordHash: string | null, password: string, caller: Caller): Promise<boolean> {
  try {
    return await withPasswordWork(caller, (passwords) => passwords.verify(passwordHash, password));
  } catch (error) {
    if (error instanceof DomainError) throw new VerificationUnavailable("overloaded", error);
    throw error;
  }
}
