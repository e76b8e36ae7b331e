/** The check of one request: look up, decide, record, and only then answer. */
import { readSecret } from "../domain/secrets/key-secret";
import type { Environment } from "../domain/people/profiles";
import type { RouteFinding } from "../domain/route-table/route-finding";
import type { Scope } from "../domain/keys/scopes";
import type { Refusal } from "../domain/verdict/refusals";
import { decide } from "../domain/verdict/verdict";
import { sha256Hex } from "../platform/secrets/secrets";
import { answerOf, newCall, unknownAnswer } from "./check-answer";
import type { Admission } from "./queue/admission";
import type { KeyHash } from "./lookup/key-lookup";
import type { KeptPrincipals } from "./lookup/kept";
import type { KeptActors } from "./lookup/kept-actors";
import type { FoundPrincipal, Principal, RequestSecret } from "./lookup/principal";
import type { Trials } from "./lookup/trials";
import type { Recorder } from "./record/recorder";
import type { LogPlace } from "./request-logs/log-requests";
import { createTimeout } from "./queue/timeout";
import { VerificationUnavailable } from "./statement/unavailable";
import type { UnknownCallers } from "./refusals/unknown-callers";

/** A request that asks to be let through. Texts are as they came. */
export type Check = {
  /** The credential, or null where none came. */
  readonly secret: string | null;
  /** Scopes that the request needs, all of them. */
  readonly scopes: readonly Scope[];
  /** The environment that the gateway serves, where it says so. */
  readonly environment: Environment | null;
  readonly method: string;
  readonly path: string;
  /** Where clients reach the API; null where the gate was not told. */
  readonly apiUrl: string | null;
  /** What the route table makes of method and path. */
  readonly route: RouteFinding;
  readonly address: string | null;
  readonly userAgent: string | undefined;
  /** The status of a request that the gate answers itself and whose end it knows. */
  readonly outcomeStatus?: number;
};

/** A secret as it is looked up: its kind, and its SHA-256 in hex; with all that decides where less was not enough. */
export type SecretHash = { readonly kind: RequestSecret } & KeyHash;

/** The limits of the account that the call acts in, after this call. */
export type LimitState = {
  readonly hourly: { readonly limit: number; readonly remaining: number; readonly resetsAt: number };
  readonly burst: { readonly limit: number; readonly remaining: number };
};

export type Allowed = {
  readonly isAllowed: true;
  readonly callId: string;
  readonly principal: Principal;
  /** Effective scopes. */
  readonly scopes: readonly Scope[];
  readonly limits: LimitState;
  /** Whose request log takes the request; null for nobody's. */
  readonly log: LogPlace | null;
  /** Of legacy authentication: when the account stops to allow it. */
  readonly legacy?: LegacyEnd;
};

/** Given where a request came with legacy authentication; null where the caller was not let in that far. */
export type LegacyEnd = { readonly endsAt: Date | null };

export type Refused = {
  readonly isAllowed: false;
  /** What the client is told: the reason, or `burst_limit_exceeded` where it was told often enough. */
  readonly code: Refusal;
  /** What the check found. */
  readonly reason: Refusal;
  readonly missing: readonly Scope[];
  readonly retryAfterSeconds: number | null;
  /** Null where the call was counted and not stored: of unknown keys all are, of known ones whatever is too many. */
  readonly callId: string | null;
  /** Null where no account's limits have to do with it. */
  readonly limits: LimitState | null;
  /** Null where the credential is not known. */
  readonly keyId: string | null;
  /** The account that the call acted in. */
  readonly accountId: string | null;
  /** Whose request log takes the request; null for nobody's. */
  readonly log: LogPlace | null;
  /** Of legacy authentication: when the account stops to allow it. */
  readonly legacy?: LegacyEnd;
};

export type CheckAnswer = Allowed | Refused;

export type VerifierParts = Pick<
  Recorder,
  "record" | "recordIfProved" | "recordCarefully" | "recordUnknown"
> & {
  /** Finds whose secret it is, maybe to be proved; the answer is not older than the question (I1). */
  readonly lookUp: (secret: SecretHash, deadline: number) => Promise<FoundPrincipal | null>;
  /** Told whether what was to be proved was enough. */
  readonly keyTrials: Pick<Trials, "tell">;
  /** Whom keys act as, as was found before. */
  readonly actors: Pick<KeptActors, "note" | "forget">;
  /** What was found before, which is proved where the call is recorded, or looked up again. */
  readonly kept: KeptPrincipals;
  readonly admission: Admission;
  readonly unknownCallers: UnknownCallers;
  /** Longest time from question to answer, in milliseconds. */
  readonly timeoutMs: number;
};

/**
 * Checks one request. Whoever is let through is on record; the reverse may fail: where the database takes too long, a
 * call can be recorded as allowed that was refused with 503.
 * @throws VerificationUnavailable where it can't be checked: it must be refused then (I4)
 */
export type Verify = (check: Check) => Promise<CheckAnswer>;

/** One for all: noting where it was thrown was a tenth of what a refusal cost. */
const OVERLOADED = new VerificationUnavailable("overloaded");

/** Puts the check together from its parts. */
export function createVerify(parts: VerifierParts): Verify {
  const withTimeout = createTimeout(parts.timeoutMs);
  return async (check) => {
    const reading = check.secret === null ? "missing_key" : readCredential(check.secret);
    if (typeof reading === "string") return refuseUnknown(parts, check, reading);
    const ticket = parts.admission.enter();
    if (!ticket) throw OVERLOADED;
    let isAnswered = false;
    try {
      const answer = await withTimeout(checkSecret(parts, check, reading));
      isAnswered = true;
      return answer;
    } finally {
      parts.admission.leave(ticket, isAnswered);
    }
  };
}

async function checkSecret(parts: VerifierParts, check: Check, secret: SecretHash): Promise<CheckAnswer> {
  const deadline = performance.now() + parts.timeoutMs;
  const kept = parts.kept.find(secret.hash);
  if (kept) return checkByMemory(parts, check, secret, kept, deadline);
  const found = await parts.lookUp(secret, deadline);
  if (!found?.isToBeProved) return checkFound(parts, check, secret, found, deadline, parts.record);
  return checkByMemory(parts, check, secret, found, deadline, parts.keyTrials.tell);
}

/**
 * @param known what memory has a part in, all of it or whom the key acts as
 * @param tell told whether that was enough
 */
async function checkByMemory(
  parts: VerifierParts,
  check: Check,
  secret: SecretHash,
  known: FoundPrincipal,
  deadline: number,
  tell?: Trials["tell"],
): Promise<CheckAnswer> {
  const whole = { ...secret, isWhole: true };
  const verdict = decide(known.facts, check, known.now);
  // Only what allows is taken from memory: whoever is refused is refused by what is so now.
  if (!verdict.allowed) {
    tell?.(false);
    const found = await parts.lookUp(whole, deadline);
    return checkFound(parts, check, secret, found, deadline, parts.record);
  }
  const recorded = await parts.recordIfProved(newCall(check, known, verdict), deadline);
  tell?.(recorded !== null);
  if (recorded) {
    if (tell) parts.kept.note(secret.hash, known);
    return answerOf(check, known, verdict, recorded);
  }
  parts.kept.forget(secret.hash);
  parts.actors.forget(known);
  const found = await parts.lookUp(whole, deadline);
  return checkFound(parts, check, secret, found, deadline, parts.recordCarefully);
}

/** @param recordAllowed records the call if what was found allows it */
function checkFound(
  parts: VerifierParts,
  check: Check,
  { hash }: SecretHash,
  found: FoundPrincipal | null,
  deadline: number,
  recordAllowed: VerifierParts["record"],
): Promise<CheckAnswer> {
  return concludeCheck(parts, check, found, deadline, (call, due) => {
    if (found) {
      parts.kept.note(hash, found);
      parts.actors.note(found);
    }
    return recordAllowed(call, due);
  });
}

/**
 * Decides about whom the lookup found, records the call, and answers.
 * @param found null for nobody that is known
 * @param recordAllowed records the call if what was found allows it
 */
export async function concludeCheck(
  parts: Pick<VerifierParts, "record" | "recordUnknown" | "unknownCallers">,
  check: Check,
  found: FoundPrincipal | null,
  deadline: number,
  recordAllowed = parts.record,
): Promise<CheckAnswer> {
  if (!found) {
    await parts.recordUnknown(deadline);
    return refuseUnknown(parts, check, "unknown_key");
  }
  const verdict = decide(found.facts, check, found.now);
  const record = verdict.allowed ? recordAllowed : parts.record;
  return answerOf(check, found, verdict, await record(newCall(check, found, verdict), deadline));
}

/** Kind and hash of the secret, or why it can't be one for requests: shape and checksum, without the database. */
function readCredential(secret: string): SecretHash | "malformed_key" | "unknown_key" {
  const reading = readSecret(secret);
  if (!reading) return "malformed_key";
  if (reading.kind === "ik") return { kind: "long_lived", hash: sha256Hex(secret) };
  // A client secret or an authorization code is whole, but no credential for requests.
  return reading.kind === "ikt" ? { kind: "access_token", hash: sha256Hex(secret) } : "unknown_key";
}

/** Refuses a request whose caller is not known, and counts it for the caller's address. */
export function refuseUnknown(
  { unknownCallers }: Pick<VerifierParts, "unknownCallers">,
  check: Pick<Check, "address">,
  code: Refusal,
): Refused {
  return unknownAnswer(code, unknownCallers.count(check.address, new Date()));
}
