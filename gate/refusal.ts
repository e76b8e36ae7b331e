import type { Scope } from "../lib/domain/scopes";
import type { Refusal } from "../lib/domain/refusals";
import { REFUSAL_TEXTS } from "../lib/domain/verdict";
import type { LimitState, Refused } from "../lib/verification/verify";
import type { GateAnswer, GateRequest, GateService } from "./answer";
import { problemAnswer } from "./problem";
import { isSteady } from "./steady-answers";

/** The answer for a request whose check refused it (PRODUCT 7.1, RFC 6750 section 3). */
export function refusalAnswer(
  refused: Refused,
  needed: readonly Scope[],
  request: GateRequest,
  service: GateService,
): GateAnswer {
  if (refused.call) request.nameAfterCall(refused.call.id);
  const isLimit = refused.retryAfterSeconds !== null;
  const answer = problemAnswer(
    {
      code: refused.code,
      detail: isLimit && !refused.call ? UNKNOWN_CALLER_TEXT : REFUSAL_TEXTS[refused.code],
      missing: refused.missing,
      headers: {
        ...(isLimit ? {} : { "WWW-Authenticate": challenge(service.realm, refused.code, needed) }),
        ...(isLimit ? { "Retry-After": String(refused.retryAfterSeconds) } : {}),
        ...(refused.code === "insufficient_scope" ? { "X-Accepted-Scopes": needed.join(" ") } : {}),
        ...(refused.call ? { ...callHeaders(refused.call.id), ...limitHeaders(refused.call.limits) } : {}),
      },
    },
    request,
  );
  return { ...answer, isSteady: isSteady(refused.code) };
}

const UNKNOWN_CALLER_TEXT =
  "Too many requests without a valid integration key came from this address. Wait a few seconds.";

function challenge(realm: string, code: Refusal, needed: readonly Scope[]): string {
  const base = `Bearer realm="${realm.replaceAll(/["\\]/g, "\\$&").replaceAll(/[^\x20-\x7E]/g, "?")}"`;
  if (code === "missing_key") return base;
  if (code !== "insufficient_scope") return `${base}, error="invalid_token"`;
  return `${base}, error="insufficient_scope", scope="${needed.join(" ")}"`;
}

/** How an answer names the call that was recorded: the call is found again by the id of its answer. */
export function callHeaders(callId: string): Record<string, string> {
  return { "X-Request-Id": callId, "X-Countersign-Call": callId };
}

/** The rate-limit headers of PRODUCT 7.1. */
export function limitHeaders(limits: LimitState): Record<string, string> {
  return {
    "X-RateLimit-Limit": String(limits.hourly.limit),
    "X-RateLimit-Remaining": String(limits.hourly.remaining),
    "X-RateLimit-Reset": String(limits.hourly.resetsAt),
    "X-BurstLimit-Limit": String(limits.burst.limit),
    "X-BurstLimit-Remaining": String(limits.burst.remaining),
  };
}
