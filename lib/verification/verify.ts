/** The check of one request: look up, decide, record, and only then answer. */
import { readSecret } from "../domain/secrets/key-secret";
import { BURST_SECONDS, hourlyReset, secondsToNextWindow } from "../domain/calls/limits";
import type { Environment } from "../domain/people/profiles";
import type { RouteFinding } from "../domain/route-table/route-finding";
import type { Scope } from "../domain/keys/scopes";
import type { Refusal } from "../domain/verdict/refusals";
import { decide, type Verdict } from "../domain/verdict/verdict";
import { newCallId } from "../platform/ids";
import { sha256Hex } from "../platform/secrets";
import type { Admission } from "./queue/admission";
import { callerText, methodText, pathText } from "./record/call-text";
import type { FoundPrincipal, Principal, RequestSecret } from "./lookup/principal";
import type { NewCall, RecordedCall } from "./record/record";
import type { LogPlace } from "./request-logs/log-requests";
import { withTimeout } from "./queue/timeout";
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

/** A secret as it is looked up: its kind, and its SHA-256 in hex. */
export type SecretHash = { readonly kind: RequestSecret; readonly hash: string };

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
};

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
};

export type CheckAnswer = Allowed | Refused;

export type VerifierParts = {
  /** Finds whose secret it is; the answer is not older than the question (I1). */
  readonly lookUp: (secret: SecretHash, deadline: number) => Promise<FoundPrincipal | null>;
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
      const answer = await withTimeout(checkSecret(parts, check, reading), parts.timeoutMs);
      isAnswered = true;
      return answer;
    } finally {
      parts.admission.leave(ticket, isAnswered);
    }
  };
}

async function checkSecret(parts: VerifierParts, check: Check, secret: SecretHash): Promise<CheckAnswer> {
  const deadline = performance.now() + parts.timeoutMs;
  const found = await parts.lookUp(secret, deadline);
  if (!found) {
    await parts.recordUnknown(deadline);
    return refuseUnknown(parts, check, "unknown_key");
  }
  const verdict = decide(found.facts, check, found.now);
  const call = newCall(check, found, verdict);
  const recorded = await parts.record(call, deadline);
  return answerOf(check, found, verdict, call.id, recorded);
}

/** Kind and hash of the secret, or why it can't be one for requests: shape and checksum, without the database. */
function readCredential(secret: string): SecretHash | "malformed_key" | "unknown_key" {
  const reading = readSecret(secret);
  if (!reading) return "malformed_key";
  if (reading.kind === "ik") return { kind: "long_lived", hash: sha256Hex(secret) };
  // A client secret or an authorization code is whole, but no credential for requests.
  return reading.kind === "ikt" ? { kind: "access_token", hash: sha256Hex(secret) } : "unknown_key";
}

function refuseUnknown(parts: VerifierParts, check: Check, code: Refusal): Refused {
  const retryAfterSeconds = parts.unknownCallers.count(check.address, new Date());
  return {
    isAllowed: false,
    code: retryAfterSeconds === null ? code : "burst_limit_exceeded",
    reason: code,
    missing: [],
    retryAfterSeconds,
    callId: null,
    limits: null,
    keyId: null,
    accountId: null,
    log: null,
  };
}

function newCall(check: Check, found: FoundPrincipal, verdict: Verdict): NewCall {
  const { credential, key, actsAs } = found.principal;
  return {
    // Its time is the call's to the millisecond: the id alone leads to the day's partition and the row.
    id: newCallId(found.now),
    at: found.now,
    accountId: actsAs.account.id,
    keyId: key.id,
    credentialId: credential.id,
    userId: actsAs.user.id,
    method: methodText(check.method),
    path: pathText(check.path),
    code: verdict.allowed ? "allowed" : verdict.code,
    scopesNeeded: check.scopes,
    address: check.address,
    userAgent: callerText(check.userAgent),
    outcomeStatus: check.outcomeStatus ?? null,
    limits: found.facts.limits,
  };
}

function answerOf(
  check: Check,
  found: FoundPrincipal,
  verdict: Verdict,
  callId: string,
  recorded: RecordedCall,
): CheckAnswer {
  const used = recorded.used ?? found.facts.used;
  const limits = limitState(found, used);
  if (verdict.allowed && recorded.code === "allowed") {
    const { principal } = found;
    return { isAllowed: true, callId, principal, scopes: verdict.scopes, limits, log: logOf(found) };
  }
  // Others used up the quota between lookup and record: the same function says so, with the newer figures.
  const final = verdict.allowed ? decide({ ...found.facts, used }, check, found.now) : verdict;
  // Only limits that were raised in between come here. The call is recorded as refused, so it is.
  if (final.allowed) throw new VerificationUnavailable("overloaded");
  const reason = final.code;
  const { key, actsAs } = found.principal;
  const stored = {
    isAllowed: false,
    reason,
    callId: recorded.isCountedOnly ? null : callId,
    keyId: key.id,
    accountId: actsAs.account.id,
    log: logOf(found),
  } as const;
  // A limit that is used up says by itself when to come back.
  if (recorded.isUntold && final.retryAfterSeconds === null) {
    const retryAfterSeconds = secondsToNextWindow(found.now, BURST_SECONDS);
    return { ...stored, code: "burst_limit_exceeded", missing: [], retryAfterSeconds, limits: null };
  }
  const { code, missing, retryAfterSeconds } = final;
  return { ...stored, code, missing, retryAfterSeconds, limits };
}

function logOf({ isLogged, principal: { key, actsAs }, now }: FoundPrincipal): LogPlace | null {
  if (!isLogged) return null;
  return { userId: actsAs.user.id, accountId: actsAs.account.id, keyId: key.id, at: now };
}

function limitState(found: FoundPrincipal, used: { hour: number; burst: number }): LimitState {
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
