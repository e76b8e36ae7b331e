/** What all middleware does: from a request to who calls, or to the answer that refuses it. */
import { isIP } from "node:net";

import { CONFLICT, readCredential } from "./credential.js";
import { INSTANCE, ownProblem, unavailable } from "./problem.js";
import type { Identity, Limits, Problem, Refused, Verdict } from "./verdict.js";
import type { Verifier } from "./verifier.js";

/** What a route needs. */
export type Needs<R> = {
  /** Scopes, all of them; without any, those of the gate's route table. */
  readonly scopes?: readonly string[] | ((request: R) => readonly string[]);
  /** Only keys of this environment pass. */
  readonly environment?: "sandbox" | "production";
  /** The client's address, where it is not what the framework says. */
  readonly address?: (request: R) => string | null | undefined;
  /** False where the service's answers are not to be reported as the outcomes of its calls. */
  readonly reportsOutcomes?: boolean;
};

/** A request in the words of no framework. */
export type Described = {
  readonly authorization: string | undefined;
  readonly accessToken: string | undefined;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly address: string | null | undefined;
  readonly userAgent: string | undefined;
};

/** An answer that refuses. */
export type Refusal = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Guarded =
  | {
      readonly isAllowed: true;
      /** Null on a route that is public. */
      readonly identity: Identity | null;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly isAllowed: false; readonly refusal: Refusal };

/** A token that is longer is none, and no user agent needs more. */
const TOKEN_LENGTH_MAX = 10_000;
const USER_AGENT_LENGTH_MAX = 1_000;

/** Asks the gate about a request. Only `isAllowed` lets it through. */
export async function guard<R>(
  verifier: Verifier,
  needs: Needs<R>,
  request: R,
  described: Described,
): Promise<Guarded> {
  const token = readCredential(described.authorization, described.accessToken);
  if (token === CONFLICT) return { isAllowed: false, refusal: ofProblem(conflict()) };
  const scopes = typeof needs.scopes === "function" ? needs.scopes(request) : needs.scopes;
  const verdict = await verifier.verify({
    token: token?.slice(0, TOKEN_LENGTH_MAX) ?? null,
    ...(scopes && scopes.length > 0 ? { scopes } : {}),
    method: described.method,
    path: text(described.target),
    ip: addressOf(described.address),
    userAgent:
      described.userAgent === undefined ? null : text(described.userAgent).slice(0, USER_AGENT_LENGTH_MAX),
    ...(needs.environment ? { environment: needs.environment } : {}),
  });
  // Who asks for scopes asks for a key: the gate has no public route for such a question.
  if (verdict.outcome === "public") {
    return scopes && scopes.length > 0
      ? { isAllowed: false, refusal: ofProblem(unavailable()) }
      : { isAllowed: true, identity: null, headers: {} };
  }
  if (verdict.outcome !== "allowed") return { isAllowed: false, refusal: refusalOf(verdict) };
  const { identity } = verdict;
  return { isAllowed: true, identity, headers: limitHeaders(identity.limits) };
}

/** The answer to a request that is not let through: what the gate's `/v1/authorize` answers through a gateway. */
export function refusalOf(verdict: Exclude<Verdict, { outcome: "allowed" | "public" }>): Refusal {
  return verdict.outcome === "refused" ? ofRefused(verdict) : ofProblem(verdict.problem);
}

function ofRefused(refused: Refused): Refusal {
  const { status, code, title, detail, needed, missing, challenge, retryAfterSeconds, limits } = refused;
  return ofProblem(
    {
      type: `urn:countersign:problem:${code}`,
      title,
      status,
      detail,
      instance: INSTANCE,
      code,
      requestId: refused.requestId,
      ...(missing.length > 0 ? { missing } : {}),
    },
    {
      ...(challenge === null ? {} : { "WWW-Authenticate": challenge }),
      ...(retryAfterSeconds === null ? {} : { "Retry-After": String(retryAfterSeconds) }),
      ...(code === "insufficient_scope" ? { "X-Accepted-Scopes": needed.join(" ") } : {}),
      ...(refused.callId === null ? {} : { "X-Countersign-Call": refused.callId }),
      ...(limits ? limitHeaders(limits) : {}),
    },
  );
}

function ofProblem(problem: Problem, headers: Readonly<Record<string, string>> = {}): Refusal {
  return {
    status: problem.status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      "X-Request-Id": problem.requestId,
      ...(problem.status === 503 ? { "Retry-After": "1" } : {}),
      ...headers,
    },
    body: JSON.stringify(problem),
  };
}

/** The answer where what the service says of its needs throws, and no framework is there to be told. */
export function brokenNeeds(): Refusal {
  return ofProblem(
    ownProblem(500, "internal_error", "Something went wrong", "Something went wrong on our side."),
  );
}

function conflict(): Problem {
  const detail = "Authorization and Access-Token hold different credentials. Send one.";
  return ownProblem(400, "invalid_request", "Invalid request", detail);
}

function limitHeaders({ hourly, burst }: Limits): Record<string, string> {
  return {
    "X-RateLimit-Limit": String(hourly.limit),
    "X-RateLimit-Remaining": String(hourly.remaining),
    "X-RateLimit-Reset": String(hourly.resetsAt),
    "X-BurstLimit-Limit": String(burst.limit),
    "X-BurstLimit-Remaining": String(burst.remaining),
  };
}

/** An address that the gate takes, or null: then no key with an address list is let through. */
function addressOf(address: string | null | undefined): string | null {
  const plain = address?.replace(/%.*$/, "") ?? "";
  return isIP(plain) === 0 ? null : plain;
}

/** What came over HTTP as it was written: node reads its bytes as Latin-1, and most of it is UTF-8. */
function text(value: string): string {
  if (!/[\x80-\xff]/.test(value) || /[\u0100-\uffff]/.test(value)) return value;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}
