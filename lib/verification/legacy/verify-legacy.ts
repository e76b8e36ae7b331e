/** The check of a request with legacy authentication: a person's name and password beside an integration key (PRODUCT 11). */
import type { LegacyCredential } from "../../domain/legacy-authentication/credential";
import { isEndedForAll, type OperatorEnd } from "../../domain/legacy-authentication/policy";
import { Places } from "../../platform/passwords/places";
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
import { lookUpLegacy, type LegacyPerson } from "./lookup";
import { createPasswordTries, placeOf } from "./password-tries";
import { countLegacyUse } from "./uses";

/** Checks inside at once, and of one origin: more are refused at once, whoever they name, so that keys are not held up. */
const BOUNDS = { inside: 64, insidePerOrigin: 30, leavesRoom: true } as const;

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
  const tries = createPasswordTries();
  const places = new Places(BOUNDS);

  async function checkOne(check: Check, credential: LegacyCredential): Promise<CheckAnswer> {
    const lookUp = () =>
      lookUpLegacy(parts.database, { ...credential, environment: check.environment }, parts.operatorEnd);
    const { username, password, integratorKey } = credential;
    const named = { username, address: check.address };
    const person = await lookUp();
    const passwordHash = person?.passwordHash ?? null;
    const asked = [username.toLowerCase(), integratorKey, check.environment ?? ""];
    const claim = { asked, passwordHash, password };
    if (tries.isProven(claim, named)) return conclude(parts, check, person);
    const isRight = await tries.compare(claim, named);
    if (typeof isRight === "object") return slowedDown(isRight.retryAfterSeconds);
    if (!isRight) return conclude(parts, check, null);
    // It took a while: what was ended meanwhile is found ended.
    const now = await lookUp();
    return conclude(parts, check, now?.passwordHash === passwordHash ? now : null);
  }

  return async ({ credential, ...rest }) => {
    const check = { ...rest, secret: null };
    if (credential === "malformed") return unknown(refuseUnknown(parts, check, "malformed_key"));
    // Nobody can be let in, so that there is nobody to look for, and nothing that the time could tell.
    if (isEndedForAll(new Date(), parts.operatorEnd))
      return unknown(refuseUnknown(parts, check, "unknown_key"));
    const origin = placeOf({ username: credential.username, address: check.address });
    const leave = places.take({ isKnown: false, origin });
    if (!leave) throw new VerificationUnavailable("overloaded");
    try {
      return await checkOne(check, credential);
    } finally {
      leave();
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
