import { fieldErrors } from "../lib/contracts/field-errors";
import { VerifyBody, type VerifyAnswer } from "../lib/contracts/gate";
import type { FieldError } from "../lib/domain/errors";
import { NO_FINDING } from "../lib/domain/route-finding";
import type { Scope } from "../lib/domain/scopes";
import { REFUSAL_TEXTS, refusalStatus } from "../lib/domain/verdict";
import type { CheckAnswer } from "../lib/verification/verify";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "./answer";
import { needsOf, type Needs } from "./needs";
import { GateRefusal } from "./problem";
import { callHeaders } from "./refusal";
import { isSteady } from "./steady-answers";

/** `POST /v1/verify` (PRODUCT 7.2): the same check for resource servers that ask in JSON. */
export async function verify(request: GateRequest, service: GateService): Promise<GateAnswer> {
  const parsed = VerifyBody.safeParse(await request.readJson());
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  const { token, method, path, ip, userAgent, environment } = parsed.data;
  assertServed(environment ?? null, service.environment);
  const answer = await service.verification.verify({
    secret: token,
    ...readNeeds(parsed.data, service),
    environment: environment ?? service.environment,
    method: method ?? "GET",
    path: path ?? "/",
    address: ip ?? null,
    userAgent: userAgent ?? undefined,
  });
  const body = toVerifyAnswer(answer);
  const headers = body.callId === null ? { "X-Request-Id": request.requestId } : callHeaders(body.callId);
  return {
    ...jsonAnswer(200, body, headers),
    isSteady: !answer.isAllowed && isSteady(answer.code),
  };
}

/**
 * What the request needs. Without method and path the question is about the key alone; with one of the two, a route
 * table can't tell, and whoever forgets the method of a write must not get the answer for a read.
 */
function readNeeds(
  {
    method,
    path,
    scopes,
  }: { method?: string | undefined; path?: string | undefined; scopes: readonly Scope[] },
  service: GateService,
): Needs {
  if (method !== undefined && path !== undefined) return needsOf(service, { method, path }, scopes);
  if (service.routes() && (method === undefined) !== (path === undefined)) {
    const detail = "The route table of this gate needs both method and path.";
    throw invalid([{ pointer: method === undefined ? "/method" : "/path", code: "required", detail }]);
  }
  return { scopes, route: NO_FINDING };
}

function invalid(errors: readonly FieldError[]): GateRefusal {
  const detail = errors[0]?.detail ?? "The input is not valid.";
  return new GateRefusal({ code: "validation_failed", detail, errors });
}

function assertServed(asked: string | null, own: string | null): void {
  if (asked === null || own === null || asked === own) return;
  const detail = `This gate serves ${own} only.`;
  throw invalid([{ pointer: "/environment", code: "environment_conflict", detail }]);
}

function toVerifyAnswer(answer: CheckAnswer): VerifyAnswer {
  if (!answer.isAllowed) {
    return {
      valid: false,
      status: refusalStatus(answer.code),
      code: answer.code,
      detail: REFUSAL_TEXTS[answer.code],
      missing: [...answer.missing],
      retryAfterSeconds: answer.retryAfterSeconds,
      callId: answer.call?.id ?? null,
      limits: answer.call?.limits ?? null,
    };
  }
  return {
    valid: true,
    callId: answer.callId,
    keyId: answer.key.keyId,
    clientId: answer.key.clientId,
    accountId: answer.key.account.id,
    userId: answer.key.user.id,
    environment: answer.key.environment,
    scopes: [...answer.scopes],
    expiresAt: answer.key.expiresAt?.toISOString() ?? null,
    limits: answer.limits,
  };
}
