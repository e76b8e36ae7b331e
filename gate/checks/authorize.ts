import type { GateAnswer, GateRequest, GateService } from "../http/answer";
import { checkCaller, deprecationHeaders } from "./check-caller";
import { needsOf } from "./needs";
import { readOriginalRequest } from "./original-request";
import { letPublicThrough } from "./public-routes";
import { logRequest } from "../http/request-log";
import { limitHeaders, refusalAnswer } from "./refusal";
import { readRequirements } from "./requirements";

/** `ANY /v1/authorize`: forward authentication for gateways. */
export async function authorize(request: GateRequest, service: GateService): Promise<GateAnswer> {
  const required = readRequirements(request.query, service.environment);
  const original = readOriginalRequest(request);
  const { scopes, route, isPublic } = needsOf(service, original, required.scopes);
  if (isPublic) return letPublicThrough(request, service);
  const answer = await checkCaller(request, service, {
    scopes,
    environment: required.environment,
    method: original.method,
    path: original.path,
    route,
    address: request.address,
    userAgent: request.text("user-agent"),
  });
  if (answer.log) await logRequest(answer, original, request, service);
  if (!answer.isAllowed) return refusalAnswer(answer, scopes, request, service);
  return {
    status: 200,
    headers: {
      // As callHeaders has them. An object that begins with another's names costs ten times as much.
      "X-Request-Id": answer.callId,
      "X-Countersign-Call": answer.callId,
      "X-Countersign-Key": answer.principal.key.clientId,
      "X-Countersign-Account": answer.principal.actsAs.account.id,
      "X-Countersign-User": answer.principal.actsAs.user.id,
      "X-Countersign-Environment": answer.principal.key.environment,
      "X-Countersign-Scopes": answer.scopes.join(" "),
      ...limitHeaders(answer.limits),
      ...deprecationHeaders(answer),
    },
    body: null,
  };
}
