/** Reads the gate's answer. Whatever is not as it has to be lets nobody through. */
import { INSTANCE, unavailable } from "./problem.js";
import type { Identity, Limits, Problem, Refused, Verdict } from "./verdict.js";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The verdicts of an answer to `POST /v1/verify`, one for each check, in their order.
 * @param requestId of the answer, for refusals that have no call
 * @returns null where the answer is none to so many checks
 */
export function readResults(text: string, checks: number, requestId: string): Verdict[] | null {
  const answer = parse(text);
  const results = isFields(answer) ? answer["results"] : null;
  if (!Array.isArray(results) || results.length !== checks) return null;
  return results.map((result: unknown) => readResult(result, requestId));
}

/** A problem in the form of the gate's, or null. */
export function readProblem(value: unknown): Problem | null {
  return isProblem(value) ? { ...value, instance: INSTANCE } : null;
}

const PROBLEM_TEXTS = ["type", "title", "detail", "code", "requestId"];

/** Looks at every field that is always there; lists of faults are handed on as they are. */
function isProblem(value: unknown): value is Problem {
  if (!isFields(value) || typeof value["status"] !== "number") return false;
  return PROBLEM_TEXTS.every((name) => typeof value[name] === "string");
}

function readResult(result: unknown, requestId: string): Verdict {
  const { status, body } = isFields(result) ? result : {};
  if (status === 200 && isFields(body)) {
    if (isPublic(body)) return { outcome: "public" };
    const identity = body["valid"] === true && body["public"] === undefined ? readIdentity(body) : null;
    if (identity) return { outcome: "allowed", identity };
    const refused = body["valid"] === false ? readRefused(body, requestId) : null;
    if (refused) return refused;
  }
  const problem = readProblem(body);
  if (problem && status === 400 && problem.status === 400)
    return { outcome: "malformed", problem: placed(problem) };
  const isOurs = problem !== null && status === 503 && problem.status === 503;
  return { outcome: "unavailable", problem: isOurs ? problem : unavailable() };
}

/** The problem of one request: that it came in a list is nothing to the client. */
function placed(problem: Problem): Problem {
  if (!Array.isArray(problem.errors)) return problem;
  return {
    ...problem,
    errors: problem.errors.map((error) => ({
      ...error,
      pointer: String(error.pointer).replace(/^\/checks\/\d+/, ""),
    })),
  };
}

/** A verdict that lets anybody through must name nobody, and have no scopes. */
function isPublic(body: Fields): boolean {
  const names = ["callId", "keyId", "clientId", "accountId", "userId", "environment", "expiresAt", "limits"];
  const { scopes } = body;
  return (
    body["valid"] === true &&
    body["public"] === true &&
    names.every((name) => body[name] === null) &&
    Array.isArray(scopes) &&
    scopes.length === 0
  );
}

function readIdentity(body: Fields): Identity | null {
  const { callId, keyId, clientId, accountId, userId, environment, scopes, expiresAt } = body;
  const limits = readLimits(body["limits"]);
  if (![callId, keyId, clientId, accountId, userId].every(isFilled) || !isTexts(scopes) || !limits)
    return null;
  if (environment !== "sandbox" && environment !== "production") return null;
  if (expiresAt !== null && typeof expiresAt !== "string") return null;
  const ids = { callId, keyId, clientId, accountId, userId } as Record<string, string>;
  return { ...ids, environment, scopes, expiresAt, limits } as Identity;
}

function readRefused(body: Fields, requestId: string): Refused | null {
  const { status, code, title, detail, needed, missing, challenge, retryAfterSeconds, callId } = body;
  if (status !== 401 && status !== 403 && status !== 429) return null;
  if (!isFilled(code) || !isFilled(title) || !isFilled(detail) || !isTexts(needed) || !isTexts(missing))
    return null;
  return {
    outcome: "refused",
    status,
    code,
    title,
    detail,
    needed,
    missing,
    challenge: isFilled(challenge) ? challenge : null,
    retryAfterSeconds: typeof retryAfterSeconds === "number" ? retryAfterSeconds : null,
    callId: isFilled(callId) ? callId : null,
    requestId: isFilled(callId) ? callId : requestId,
    limits: readLimits(body["limits"]),
  };
}

function readLimits(value: unknown): Limits | null {
  const { hourly, burst } = isFields(value) ? value : {};
  if (!isFields(hourly) || !isFields(burst)) return null;
  const { limit, remaining, resetsAt } = hourly;
  const numbers = [limit, remaining, resetsAt, burst["limit"], burst["remaining"]];
  if (!numbers.every((number) => typeof number === "number")) return null;
  return {
    hourly: { limit, remaining, resetsAt },
    burst: { limit: burst["limit"], remaining: burst["remaining"] },
  } as Limits;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isFilled = (value: unknown): value is string => typeof value === "string" && value !== "";
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
