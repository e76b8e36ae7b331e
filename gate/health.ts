import type { GateHealth } from "../lib/contracts/gate";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "./answer";
import { problemAnswer } from "./problem";

/** `GET /healthz`: the process is there. */
export function healthz(): Promise<GateAnswer> {
  return Promise.resolve(jsonAnswer(200, { status: "ok" } satisfies GateHealth));
}

/** `GET /readyz`: it can check requests, that is, the database answers and nobody has asked it to end. */
export async function readyz(request: GateRequest, service: GateService): Promise<GateAnswer> {
  if (service.isDraining()) {
    return problemAnswer({ code: "draining", detail: "This gate is shutting down." }, request);
  }
  if (await service.verification.isReady()) return jsonAnswer(200, { status: "ready" } satisfies GateHealth);
  return problemAnswer({ code: "database_unavailable", detail: "The database does not answer." }, request);
}
