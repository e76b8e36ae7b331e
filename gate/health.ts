import type { GateHealth } from "../lib/contracts/gate/gate";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "./http/answer";
import { problemAnswer } from "./http/problem";

/** `GET /healthz`: the process is there. */
export function healthz(): Promise<GateAnswer> {
  return Promise.resolve(jsonAnswer(200, { status: "ok" } satisfies GateHealth));
}

/** `GET /readyz`: it can check requests: the database takes what a check writes, and nobody has asked the gate to end. */
export async function readyz(request: GateRequest, service: GateService): Promise<GateAnswer> {
  if (service.isDraining()) {
    return problemAnswer({ code: "draining", detail: "This gate is shutting down." }, request);
  }
  if (await service.verification.isReady()) return jsonAnswer(200, { status: "ready" } satisfies GateHealth);
  return problemAnswer({ code: "database_unavailable", detail: NOT_READY }, request);
}

const NOT_READY =
  "No request can be checked: the database does not answer, or does not take what a check writes.";
