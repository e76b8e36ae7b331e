import type { GateAnswer, GateRequest } from "../http/answer";
import { problemAnswer, type ProblemDetails } from "../http/problem";
import { isAcrobatPath, likeAcrobat } from "./acrobat-errors";
import { isRestPath, likeRest } from "./rest-errors";

/** A refusal in the language of the address that was asked. */
export function refusalOf(problem: ProblemDetails, request: GateRequest): GateAnswer {
  const answer = problemAnswer(problem, request);
  if (isAcrobatPath(request.path)) return likeAcrobat(answer, problem.detail);
  return isRestPath(request.path) ? likeRest(answer, problem.code, problem.detail) : answer;
}
