/** What a check puts on record, and what it answers. */
import { BURST_SECONDS, hourlyReset, secondsToNextWindow } from "../domain/calls/limits";
import type { Refusal } from "../domain/verdict/refusals";
import { decide, type Verdict } from "../domain/verdict/verdict";
import { newCallId } from "../platform/ids";
import type { FoundPrincipal } from "./lookup/principal";
import { callerText, methodText, pathText } from "./record/call-text";
import type { ProvableCall, RecordedCall } from "./record/record";
import type { LogPlace } from "./request-logs/log-requests";
import { VerificationUnavailable } from "./statement/unavailable";
import type { Check, CheckAnswer, LimitState, Refused } from "./verify";

/**
 * The refusal of a request whose credential nobody has.
 * @param retryAfterSeconds null where the address may still be told why
 */
export function unknownAnswer(code: Refusal, retryAfterSeconds: number | null): Refused {
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

/** The call of a check that came to this verdict, to be recorded. */
export function newCall(check: Check, found: FoundPrincipal, verdict: Verdict): ProvableCall {
  const { credential, key, actsAs } = found.principal;
  return {
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
    proof: found.proof,
  };
}

/** The answer to a check that came to this verdict and is on record. @throws VerificationUnavailable overloaded */
export function answerOf(
  check: Check,
  found: FoundPrincipal,
  verdict: Verdict,
  recorded: RecordedCall,
): CheckAnswer {
  const { id: callId, at } = recorded;
  const used = recorded.used ?? found.facts.used;
  const limits = limitState(found, used, at);
  const log = logOf(found, at);
  if (verdict.allowed && recorded.code === "allowed") {
    return { isAllowed: true, callId, principal: found.principal, scopes: verdict.scopes, limits, log };
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
    log,
  } as const;
  // A limit that is used up says by itself when to come back.
  if (recorded.isUntold && final.retryAfterSeconds === null) {
    const retryAfterSeconds = secondsToNextWindow(found.now, BURST_SECONDS);
    return { ...stored, code: "burst_limit_exceeded", missing: [], retryAfterSeconds, limits: null };
  }
  const { code, missing, retryAfterSeconds } = final;
  return { ...stored, code, missing, retryAfterSeconds, limits };
}

function logOf({ isLogged, principal: { key, actsAs } }: FoundPrincipal, at: Date): LogPlace | null {
  if (!isLogged) return null;
  return { userId: actsAs.user.id, accountId: actsAs.account.id, keyId: key.id, at };
}

function limitState(found: FoundPrincipal, used: { hour: number; burst: number }, at: Date): LimitState {
  const { hourly, burst } = found.facts.limits;
  return {
    hourly: {
      limit: hourly,
      remaining: Math.max(0, hourly - used.hour),
      resetsAt: hourlyReset(at),
    },
    burst: { limit: burst, remaining: Math.max(0, burst - used.burst) },
  };
}
