import type { Scope } from "../../lib/domain/keys/scopes";
import { UNKNOWN_KEY_REFUSALS } from "../../lib/domain/verdict/refusals";
import { REFUSAL_TEXTS, refusalStatus } from "../../lib/domain/verdict/verdict";
import type { LimitState, Refused } from "../../lib/verification/verify";
import type { GateAnswer, GateRequest, GateService } from "../http/answer";
import { problemAnswer } from "../http/problem";
import { deprecationHeaders, LEGACY_REFUSED_TEXT } from "./check-caller";
import { isSteady } from "./steady-answers";

/** The answer for a request whose check refused it (RFC 6750 section 3, RFC 9728 section 5.1). */
export function refusalAnswer(
  refused: Refused,
  needed: readonly Scope[],
  request: GateRequest,
  service: GateService,
): GateAnswer {
  const { callId, limits, retryAfterSeconds } = refused;
  const challenge = challengeOf(refused, needed, service);
  if (callId !== null) request.nameAfterCall(callId);
  const answer = problemAnswer(
    {
      code: refused.code,
      detail: refusalText(refused),
      missing: refused.missing,
      headers: {
        ...(challenge === null ? {} : { "WWW-Authenticate": challenge }),
        ...(retryAfterSeconds === null ? {} : { "Retry-After": String(retryAfterSeconds) }),
        ...(refused.code === "insufficient_scope" ? { "X-Accepted-Scopes": needed.join(" ") } : {}),
        ...(callId === null ? {} : callHeaders(callId)),
        ...(limits ? limitHeaders(limits) : {}),
        ...deprecationHeaders(refused),
      },
    },
    request,
  );
  return { ...answer, isSteady: isSteady(refused.reason) };
}

/** What happened and what to do next, for the developer who reads the answer. */
export function refusalText({ code, reason, legacy }: Refused): string {
  const isLegacyUnknown = legacy !== undefined && legacy.endsAt === null && code === reason;
  if (isLegacyUnknown) return LEGACY_REFUSED_TEXT;
  if (code === reason) return REFUSAL_TEXTS[code];
  const isUnknown = UNKNOWN_KEY_REFUSALS.some((unknown) => unknown === reason);
  return isUnknown ? UNKNOWN_CALLER_TEXT : REFUSED_CALLER_TEXT;
}

const UNKNOWN_CALLER_TEXT =
  "Too many requests without a valid integration key came from this address. Wait a few seconds.";
const REFUSED_CALLER_TEXT =
  "Too many requests with this integration key were refused. Wait a few seconds: the next answer says why.";

/**
 * The value of `WWW-Authenticate` (RFC 6750 section 3, RFC 9728 section 5.1), or null where it is a limit that refuses. It
 * says where a token with these scopes is got: not where no token helps, of the account, the person or the address.
 */
export function challengeOf(
  { code, retryAfterSeconds }: Pick<Refused, "code" | "retryAfterSeconds">,
  needed: readonly Scope[],
  service: Pick<GateService, "realm" | "resourceMetadataUrl">,
): string | null {
  if (retryAfterSeconds !== null) return null;
  const isLacking = code === "insufficient_scope";
  const parts = [`Bearer realm=${quoted(service.realm)}`];
  if (isLacking) parts.push('error="insufficient_scope"');
  else if (code !== "missing_key") parts.push('error="invalid_token"');
  const where = isLacking || refusalStatus(code) === 401 ? service.resourceMetadataUrl : null;
  if (needed.length > 0 && (isLacking || where !== null)) parts.push(`scope="${needed.join(" ")}"`);
  if (where !== null) parts.push(`resource_metadata="${where}"`);
  return parts.join(", ");
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, "\\$&").replaceAll(/[^\x20-\x7E]/g, "?")}"`;
}

/** The headers by which an answer names the call that was recorded: the call is found again by the id of its answer. */
export function callHeaders(callId: string): Record<string, string> {
  return { "X-Request-Id": callId, "X-Countersign-Call": callId };
}

/** The rate-limit headers of an answer. */
export function limitHeaders(limits: LimitState): Record<string, string> {
  return {
    "X-RateLimit-Limit": String(limits.hourly.limit),
    "X-RateLimit-Remaining": String(limits.hourly.remaining),
    "X-RateLimit-Reset": String(limits.hourly.resetsAt),
    "X-BurstLimit-Limit": String(limits.burst.limit),
    "X-BurstLimit-Remaining": String(limits.burst.remaining),
  };
}
