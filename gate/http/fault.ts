import { VerificationUnavailable } from "../../lib/verification/statement/unavailable";
import { GateRefusal, type ProblemDetails } from "./problem";

const RETRY = { "Retry-After": "1" };

/** Says that the request was not looked at, and that another may be. */
export const OVERLOADED_PROBLEM: ProblemDetails = {
  code: "overloaded",
  detail: "Too many requests are waiting to be checked. Try again in a moment.",
  headers: RETRY,
};

const UNAVAILABLE: Readonly<Record<VerificationUnavailable["code"], ProblemDetails>> = {
  database_unavailable: {
    code: "database_unavailable",
    detail: "The key can't be checked at the moment, so the request is refused. Try again.",
    headers: RETRY,
  },
  overloaded: OVERLOADED_PROBLEM,
};

/** What the client is told of an error: what an endpoint refused, that nothing can be checked (I4), or that it is our fault. */
export function problemOf(error: unknown): ProblemDetails {
  if (error instanceof GateRefusal) return error.problem;
  if (error instanceof VerificationUnavailable) return UNAVAILABLE[error.code];
  return {
    code: "internal_error",
    detail: "Something went wrong on our side. If it stays, tell support the request id.",
  };
}
