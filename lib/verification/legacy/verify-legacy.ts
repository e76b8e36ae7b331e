/** The check of a request with legacy authentication: a person's name and password beside an integration key (PRODUCT 11). */
import type { LegacyCredential } from "../../domain/legacy-authentication/credential";
import type { OperatorEnd } from "../../domain/legacy-authentication/policy";
import type { UnknownCallers } from "../refusals/unknown-callers";
import type { GateDatabase } from "../statement/statement";
import { VerificationUnavailable } from "../statement/unavailable";
import { unknownAnswer } from "../check-answer";
import {
  concludeCheck,
  refuseUnknown,
  type Check,
  type CheckAnswer,
  type Refused,
  type VerifierParts,
} from "../verify";
import { createAttempts, originOf } from "./attempts";
import { lookUpLegacy, type LegacyPerson } from "./lookup";
import { createProvenPasswords } from "./proven-passwords";
import { countLegacyUse } from "./uses";

/** Checks inside at once: more are refused at once, whoever they name, so that keys are not held up. */
const INSIDE_MAX = 64;

export type LegacyParts = Pick<VerifierParts, "record" | "recordUnknown" | "timeoutMs"> & {
  readonly database: GateDatabase;
  readonly unknownCallers: UnknownCallers;
  readonly operatorEnd: OperatorEnd;
};

/** A request with its credential, or with a text that is none. */
export type LegacyCheck = Omit<Check, "secret"> & { readonly credential: LegacyCredential | "malformed" };

/** The answer tells of the end of legacy authentication. @throws VerificationUnavailable (I4) */
export type VerifyLegacy = (check: LegacyCheck) => Promise<CheckAnswer>;

/**
 * Puts the check together. Name, password and key must be right and the account must allow it, or the refusal is one and
 * the same; only then does `decide` judge like any other request, by facts that are not older than the password's proof.
 */
export function createVerifyLegacy(parts: LegacyParts): VerifyLegacy {
  const passwords = createProvenPasswords();
  const attempts = createAttempts();
  let inside = 0;

  async function checkOne(check: Check, credential: LegacyCredential): Promise<CheckAnswer> {
    const lookUp = () =>
      lookUpLegacy(parts.database, { ...credential, environment: check.environment }, parts.operatorEnd);
    const { username, password } = credential;
    const person = await lookUp();
    if (person && passwords.isProven(person.passwordHash, password)) return conclude(parts, check, person);
    const attempt = attempts.begin(username, check.address, new Date());
    if ("retryAfterSeconds" in attempt) return slowedDown(attempt.retryAfterSeconds);
    const hash = person?.passwordHash ?? null;
    if (!(await passwords.compare(hash, password, originOf(check.address))))
      return conclude(parts, check, null);
    attempt.wasRight();
    // It took a while: what was ended meanwhile is found ended.
    const now = await lookUp();
    return conclude(parts, check, now?.passwordHash === hash ? now : null);
  }

  return async ({ credential, ...rest }) => {
    const check = { ...rest, secret: null };
    if (credential === "malformed") return unknown(refuseUnknown(parts, check, "malformed_key"));
    if (inside >= INSIDE_MAX) throw new VerificationUnavailable("overloaded");
    inside += 1;
    try {
      return await checkOne(check, credential);
    } finally {
      inside -= 1;
    }
  };
}

async function conclude(parts: LegacyParts, check: Check, person: LegacyPerson | null): Promise<CheckAnswer> {
  const deadline = performance.now() + parts.timeoutMs;
  const answer = await concludeCheck(parts, check, person?.found ?? null, deadline);
  if (!person) return { ...answer, legacy: { endsAt: null } };
  const { principal, now } = person.found;
  await countLegacyUse(parts.database, principal, { at: now, isAllowed: answer.isAllowed });
  return { ...answer, legacy: { endsAt: person.endsAt } };
}

function unknown(refused: Refused): Refused {
  return { ...refused, legacy: { endsAt: null } };
}

function slowedDown(retryAfterSeconds: number): Refused {
  return unknown(unknownAnswer("unknown_key", retryAfterSeconds));
}
