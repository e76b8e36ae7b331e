import { requestInfoOf } from "../auth/request";
import { DomainError } from "../domain/errors";
import { problemResponse } from "./problem";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/** The answer for a method that an address does not take. */
export type OtherMethod = ((request: Request) => Response) & { readonly isOther: true };

/**
 * Handlers for the methods that an address does not take: 405 with `Allow`, as a problem like every other refusal. Next's own
 * answer has neither.
 * @param taken the methods of its own handlers
 */
export function otherMethods(...taken: readonly Method[]): Readonly<Record<Method, OtherMethod>> {
  const allow = [...taken.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"];
  const answer = (request: Request): Response => {
    const { requestId } = requestInfoOf(request.headers);
    const detail = `This address takes ${taken.join(", ")}.`;
    const path = new URL(request.url).pathname;
    const response = problemResponse(new DomainError("method_not_allowed", detail), { path, requestId });
    response.headers.set("Allow", allow.join(", "));
    return response;
  };
  const other = Object.assign(answer, { isOther: true as const });
  return { GET: other, POST: other, PUT: other, PATCH: other, DELETE: other };
}
