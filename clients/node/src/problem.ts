import { randomUUID } from "node:crypto";

import type { Problem } from "./verdict.js";

/** Where a gateway would have asked: clients get the same bodies whoever asks the gate. */
export const INSTANCE = "/v1/authorize";

/** A problem of this package's own, in the gate's form. */
export function ownProblem(
  status: number,
  code: string,
  title: string,
  detail: string,
  more: Pick<Problem, "errors"> = {},
): Problem {
  return {
    type: `urn:countersign:problem:${code}`,
    title,
    status,
    detail,
    instance: INSTANCE,
    code,
    requestId: randomUUID(),
    ...more,
  };
}

/** Says that the gate gave no answer that can be used. */
export function unavailable(): Problem {
  const detail = "The key can't be checked at the moment, so the request is refused. Try again.";
  return ownProblem(503, "gate_unavailable", "Gate unavailable", detail);
}

/** Says that more requests wait for a check than may. */
export function tooMany(): Problem {
  const detail = "Too many requests are waiting to be checked. Try again in a moment.";
  return ownProblem(503, "overloaded", "Overloaded", detail);
}
