import { createHmac, randomBytes } from "node:crypto";

import { DomainError } from "../../domain/errors";
import { withPasswordWork } from "../../platform/passwords";
import { VerificationUnavailable } from "../statement/unavailable";

/** Proofs that are remembered at most, and for how long after the password was compared. */
const PROVEN_MAX = 1_000;
const PROVEN_MS = 15 * 60_000;

export type ProvenPasswords = {
  /** True where this password was compared with this hash of late and belongs to it: no facts, only arithmetic. */
  readonly isProven: (passwordHash: string, password: string) => boolean;
  /**
   * True if the password belongs to the hash. Takes as long for nobody's hash.
   * @param origin whose comparisons are bounded together
   * @throws VerificationUnavailable overloaded where too many are under way
   */
  readonly compare: (passwordHash: string | null, password: string, origin: string) => Promise<boolean>;
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
  const placeOf = (passwordHash: string, password: string) =>
    createHmac("sha256", secret).update(`${passwordHash}\0${password}`).digest("base64");

  async function compareOnce(
    passwordHash: string | null,
    password: string,
    origin: string,
    place: string,
  ): Promise<boolean> {
    const matches = await compareHash(passwordHash, password, origin);
    if (matches) {
      if (proven.size >= PROVEN_MAX) proven.delete(proven.keys().next().value ?? "");
      proven.set(place, now() + PROVEN_MS);
    }
    return matches;
  }

  return {
    isProven: (passwordHash, password) => {
      const place = placeOf(passwordHash, password);
      const until = proven.get(place);
      if (until === undefined) return false;
      if (until > now()) return true;
      proven.delete(place);
      return false;
    },
    // Who asks the same as one who waits for it has the same answer: a client that opens ten connections proves it once.
    compare: (passwordHash, password, origin) => {
      const place = placeOf(passwordHash ?? "", password);
      const other = underWay.get(place);
      if (other) return other;
      const work = compareOnce(passwordHash, password, origin, place).finally(() => underWay.delete(place));
      underWay.set(place, work);
      return work;
    },
  };
}

async function compareHash(passwordHash: string | null, password: string, origin: string): Promise<boolean> {
  try {
    return await withPasswordWork({ isKnown: false, origin }, (passwords) =>
      passwords.verify(passwordHash, password),
    );
  } catch (error) {
    if (error instanceof DomainError) throw new VerificationUnavailable("overloaded", error);
    throw error;
  }
}
