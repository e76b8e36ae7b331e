import { CHECKS_BYTES_MAX } from "../../lib/contracts/gate/gate-checks";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "../http/answer";
import { callHeaders } from "./refusal";
import { hasChecks, verifyMany } from "./verify-many";
import { verifyOne } from "./verify-one";

/** What a resource server sends may be long where it asks about many requests. */
const LONG = { limitBytes: CHECKS_BYTES_MAX, isOne: hasChecks } as const;

/** `POST /v1/verify`: the same check for resource servers that ask in JSON, about one request or about many. */
export async function verify(request: GateRequest, service: GateService): Promise<GateAnswer> {
  const input = await request.readJson(LONG);
  if (hasChecks(input)) return verifyMany(input, request, service);
  const { body, isSteady, headers: more } = await verifyOne(input, request, service);
  const headers = body.callId === null ? { "X-Request-Id": request.requestId } : callHeaders(body.callId);
  return { ...jsonAnswer(200, body, { ...headers, ...more }), isSteady };
}
