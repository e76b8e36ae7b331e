/** The check of one request (PRODUCT 7): look up, decide, record, and only then answer. */
import { readSecret } from "../domain/key-secret";
import { hourlyReset } from "../domain/limits";
import type { Environment } from "../domain/profiles";
import type { RouteFinding } from "../domain/route-finding";
import type { Scope } from "../domain/scopes";
import type { Refusal } from "../domain/refusals";
import { decide, type Verdict } from "../domain/verdict";
import { newCallId } from "../platform/ids";
import { sha256Hex } from "../platform/secrets";
import type { Admission } from "./admission";
import { methodText, pathText, userAgentText } from "./call-text";
import type { FoundCredential, KeyIdentity } from "./credential";
import type { NewCall, RecordedCall } from "./record";
import { withTimeout } from "./timeout";
import { VerificationUnavailable } from "./unavailable";
import type { UnknownCallers } from "./unknown-callers";

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
  /** What the route table makes of method and path. */
  readonly route: RouteFinding;
  readonly address: string | null;
  readonly userAgent: string | undefined;
  /** Where the gate answers the request itself and knows the status that it will have. */
  readonly outcomeStatus?: number;
};

/** The account's limits after this call. */
export type LimitState = {
  readonly hourly: { readonly limit: number; readonly remaining: number; readonly resetsAt: number };
  readonly burst: { readonly limit: number; readonly remaining: number };
};

export type Allowed = {
  readonly isAllowed: true;
  readonly callId: string;
  readonly key: KeyIdentity;
  /** Effective scopes. */
  readonly scopes: readonly Scope[];
  readonly limits: LimitState;
};

export type Refused = {
  readonly isAllowed: false;
  readonly code: Refusal;
  readonly missing: readonly Scope[];
  readonly retryAfterSeconds: number | null;
  /** Null for a request that shows no known credential: such are counted, not recorded. */
  readonly call: { readonly id: string; readonly limits: LimitState } | null;
};

export type CheckAnswer = Allowed | Refused;

export type VerifierParts = {
  /** Finds a credential by the SHA-256 of its secret in hex; the answer is not older than the question (I1). */
  readonly lookUp: (hash: string, deadline: number) => Promise<FoundCredential | null>;
  /** Returns when the call is committed (I3). */
  readonly record: (call: NewCall, deadline: number) => Promise<RecordedCall>;
  /** Counts a whole key that nobody has; as much of a round trip as recording, so that time tells nothing. */
  readonly recordUnknown: (deadline: number) => Promise<void>;
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
  return async (check) => {
    const reading = check.secret === null ? "missing_key" : readCredential(check.secret);
    if (typeof reading === "string") return refuseUnknown(parts, check, reading);
    const ticket = parts.admission.enter();
    if (!ticket) throw OVERLOADED;
    let isAnswered = false;
    try {
      const answer = await withTimeout(checkHash(parts, check, reading.hash), parts.timeoutMs);
      isAnswered = true;
      return answer;
    } finally {
      parts.admission.leave(ticket, isAnswered);
    }
  };
}

async function checkHash(parts: VerifierParts, check: Check, hash: string): Promise<CheckAnswer> {
  const deadline = performance.now() + parts.timeoutMs;
  const found = await parts.lookUp(hash, deadline);
  if (!found) {
    await parts.recordUnknown(deadline);
    return refuseUnknown(parts, check, "unknown_key");
  }
  const verdict = decide(found.facts, check, found.now);
  const call = newCall(check, found, verdict);
  const recorded = await parts.record(call, deadline);
  return answerOf(check, found, verdict, call.id, recorded);
}

/** The credential's hash, or why it can't be one: shape and checksum, without the database. */
function readCredential(secret: string): { readonly hash: string } | "malformed_key" | "unknown_key" {
  const reading = readSecret(secret);
  if (!reading) return "malformed_key";
  // A client secret or an authorization code is whole, but no credential for requests.
  return reading.kind === "ik" ? { hash: sha256Hex(secret) } : "unknown_key";
}

function refuseUnknown(parts: VerifierParts, check: Check, code: Refusal): Refused {
  const retryAfterSeconds = parts.unknownCallers.count(check.address, new Date());
  return {
    isAllowed: false,
    code: retryAfterSeconds === null ? code : "burst_limit_exceeded",
    missing: [],
    retryAfterSeconds,
    call: null,
  };
}

function newCall(check: Check, found: FoundCredential, verdict: Verdict): NewCall {
  return {
    // Its time is the call's to the millisecond: the id alone leads to the day's partition and the row.
    id: newCallId(found.now),
    at: found.now,
    accountId: found.identity.account.id,
    keyId: found.identity.keyId,
    credentialId: found.identity.credentialId,
    method: methodText(check.method),
    path: pathText(check.path),
    code: verdict.allowed ? "allowed" : verdict.code,
    scopesNeeded: check.scopes,
    address: check.address,
    userAgent: userAgentText(check.userAgent),
    outcomeStatus: check.outcomeStatus ?? null,
    limits: found.facts.limits,
  };
}

function answerOf(
  check: Check,
  found: FoundCredential,
  verdict: Verdict,
  callId: string,
  recorded: RecordedCall,
): CheckAnswer {
  const used = recorded.used ?? found.facts.used;
  const limits = limitState(found, used);
  if (verdict.allowed && recorded.code === "allowed") {
    return { isAllowed: true, callId, key: found.identity, scopes: verdict.scopes, limits };
  }
  // Others used up the quota between lookup and record: the same function says so, with the newer figures.
  const final = verdict.allowed ? decide({ ...found.facts, used }, check, found.now) : verdict;
  // Only limits that were raised in between come here. The call is on the record as refused, so it is.
  if (final.allowed) throw new VerificationUnavailable("overloaded");
  return {
    isAllowed: false,
    code: final.code,
    missing: final.missing,
    retryAfterSeconds: final.retryAfterSeconds,
    call: { id: callId, limits },
  };
}

function limitState(found: FoundCredential, used: { hour: number; burst: number }): LimitState {
  const { hourly, burst } = found.facts.limits;
  return {
    hourly: {
      limit: hourly,
      remaining: Math.max(0, hourly - used.hour),
      resetsAt: hourlyReset(found.now),
    },
    burst: { limit: burst, remaining: Math.max(0, burst - used.burst) },
  };
}
