/** Errors as clients of the Acrobat Sign interface read them: nothing but `{"code","message"}`, whatever happened. */
import type { AcrobatErrorCode } from "../../lib/contracts/gate/gate-acrobat";
import { jsonAnswer, type GateAnswer } from "../http/answer";

const ACROBAT_PATHS = /^\/api\/rest\//;

/** True for addresses of the Acrobat interface, those that nothing answers among them. */
export function isAcrobatPath(path: string): boolean {
  return ACROBAT_PATHS.test(path);
}

/** An error in the words of the Acrobat interface. */
export function acrobatError(
  status: number,
  code: AcrobatErrorCode,
  message: string,
  headers: Readonly<Record<string, string>>,
): GateAnswer {
  return jsonAnswer(status, { code, message }, { ...headers, "Content-Type": "application/json" });
}

/** A refusal in the words of the Acrobat interface, with its headers: for what may happen to any address. */
export function likeAcrobat(problem: GateAnswer, detail: string): GateAnswer {
  return acrobatError(problem.status, codeOf(problem.status), detail, problem.headers);
}

function codeOf(status: number): AcrobatErrorCode {
  switch (status) {
    case 401:
      return "INVALID_ACCESS_TOKEN";
    case 403:
      return "PERMISSION_DENIED";
    case 404:
      return "RESOURCE_NOT_FOUND";
    case 405:
      return "METHOD_NOT_ALLOWED";
    case 429:
      return "TOO_MANY_REQUESTS";
    case 503:
      return "SERVICE_UNAVAILABLE";
    default:
      return status >= 500 ? "MISC_SERVER_ERROR" : "INVALID_REQUEST";
  }
}
