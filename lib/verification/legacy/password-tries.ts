/** Tries of passwords: counted before they are compared, and taken back where they were right or nobody looked at them. */
import { createAttempts, originOf, type Attempt, type Named } from "./attempts";
import { createComparisons } from "./comparisons";
import { createProvenPasswords, type Claim } from "./proven-passwords";

type Wait = { readonly retryAfterSeconds: number };

export type PasswordTries = {
  /** True where the password was proven of late. Nothing is counted, and nothing waited for. */
  readonly isProven: (claim: Claim, named: Named) => boolean;
  /**
   * True if the password is right; seconds to wait where it is not looked at.
   * @throws VerificationUnavailable overloaded; such a try is not counted
   */
  readonly compare: (claim: Claim, named: Named) => Promise<boolean | Wait>;
};

/** Whose checks are bounded together: an origin's, or, where nobody said from where they came, those that name a person. */
export function placeOf({ username, address }: Named): string {
  return originOf(address) ?? `name ${username.toLowerCase()}`;
}

/** Makes a count of tries that begins with none, and a memory that knows no password. */
export function createPasswordTries(passwords = createProvenPasswords()): PasswordTries {
  const attempts = createAttempts();
  const comparisons = createComparisons();

  function begin(named: Named, isKnown: boolean, now: Date): Attempt | Wait {
    const origin = originOf(named.address);
    // Who is known here is not held up by whoever else names people from the same address.
    const comparison = origin === null || isKnown ? null : comparisons.begin(origin, now);
    if (comparison && "retryAfterSeconds" in comparison) return comparison;
    const attempt = attempts.begin(named, now);
    if ("retryAfterSeconds" in attempt) {
      comparison?.takeBack();
      return attempt;
    }
    return {
      takeBack: () => {
        comparison?.takeBack();
        attempt.takeBack();
      },
    };
  }

  async function compareCounted(claim: Claim, named: Named): Promise<boolean | Wait> {
    const now = new Date();
    const isKnown = attempts.isKnown(named, now);
    const attempt = begin(named, isKnown, now);
    if ("retryAfterSeconds" in attempt) return attempt;
    let isCounted = false;
    try {
      const isRight = await passwords.compare(claim, { isKnown, origin: placeOf(named) });
      isCounted = !isRight;
      return isRight;
    } finally {
      if (!isCounted) attempt.takeBack();
    }
  }

  return {
    isProven: (claim, named) => {
      const isProven = claim.passwordHash !== null && passwords.isProven(claim.passwordHash, claim.password);
      if (isProven) attempts.noteRight(named, new Date());
      return isProven;
    },
    compare: async (claim, named) => {
      // Who asks the very same as one who waits tries nothing more: ten connections of a client are one try.
      const isRight = await (passwords.underWay(claim) ?? compareCounted(claim, named));
      if (isRight === true) attempts.noteRight(named, new Date());
      return isRight;
    },
  };
}
