import { readInput } from "../../lib/contracts/fields/field-errors";
import { OutcomeBody } from "../../lib/contracts/gate/gate";
import { timeOfId } from "../../lib/platform/ids";
import type { GateAnswer, GateRequest, GateService } from "../http/answer";
import { GateRefusal } from "../http/problem";

/**
 * `PUT /v1/calls/{callId}/outcome`: a resource server says with which status a call ended. Whoever knows
 * the call's id may: 74 of its bits are random, and only the gateway was told.
 */
export async function reportOutcome(request: GateRequest, service: GateService): Promise<GateAnswer> {
  const callId = request.path.split("/").at(-2) ?? "";
  if (timeOfId(callId) === null) throw unknownCall();
  const parsed = readInput(OutcomeBody, await request.readJson());
  if (!parsed.ok) {
    const { errors } = parsed;
    const detail = errors[0]?.detail ?? "The input is not valid.";
    throw new GateRefusal({ code: "validation_failed", detail, errors });
  }
  const result = await service.verification.report(callId, parsed.data.status);
  if (result === "unknown") throw unknownCall();
  if (result === "too_late") {
    const detail = "The outcome of a call can be reported for 24 hours. It stays as it is.";
    throw new GateRefusal({ code: "outcome_too_late", detail });
  }
  return { status: 204, headers: { "X-Request-Id": request.requestId }, body: null };
}

function unknownCall(): GateRefusal {
  const detail = "There is no call with this id that was let through. It is the value of X-Countersign-Call.";
  return new GateRefusal({ code: "call_not_found", detail });
}
