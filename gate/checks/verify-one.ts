import type { z } from "zod";

import { readInput } from "../../lib/contracts/fields/field-errors";
import { VerifyLegacyBody, VerifyTokenBody, type VerifyAnswer } from "../../lib/contracts/gate/gate";
import type { FieldError } from "../../lib/domain/errors";
import { readLegacyHeader } from "../../lib/domain/legacy-authentication/credential";
import { readSoapEnvelope } from "../../lib/domain/legacy-authentication/soap";
import { NO_FINDING } from "../../lib/domain/route-table/route-finding";
import type { Scope } from "../../lib/domain/keys/scopes";
import { refusalStatus } from "../../lib/domain/verdict/verdict";
import type { CheckAnswer } from "../../lib/verification/verify";
import type { GateRequest, GateService } from "../http/answer";
import { checkLegacy, deprecationHeaders } from "./check-caller";
import { checkRequest } from "./check-request";
import { needsOf, type Needs } from "./needs";
import { GateRefusal, problemTitle } from "../http/problem";
import { publicVerdict } from "./public-routes";
import { logRequest } from "../http/request-log";
import { challengeOf, refusalText } from "./refusal";
import { isSteady } from "./steady-answers";

/** A verdict as it is told. */
export type Verified = {
  readonly body: VerifyAnswer;
  /** True where the time of the answer must not tell what it was found from (see steady-answers.ts). */
  readonly isSteady: boolean;
  /** Headers of an answer that tells of this verdict alone. */
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * Makes the check that a resource server describes. Whatever is read of the description is read, and the check has begun,
 * before this returns its promise: checks that are made in one turn are made in their order.
 * @throws GateRefusal validation_failed
 * @throws VerificationUnavailable
 */
export async function verifyOne(
  input: unknown,
  request: GateRequest,
  service: GateService,
): Promise<Verified> {
  const asked = readBody(input);
  const { method, path, ip, userAgent, environment } = asked;
  assertServed(environment ?? null, service.environment);
  const { isPublic, ...needs } = readNeeds(asked, service);
  if (isPublic) return { body: publicVerdict(service), isSteady: false };
  const check = {
    ...needs,
    environment: environment ?? service.environment,
    method: method ?? "GET",
    path: path ?? "/",
    address: ip ?? null,
    userAgent: userAgent ?? undefined,
  };
  const answer =
    "token" in asked
      ? await checkRequest(request, service, { ...check, secret: asked.token })
      : await checkLegacy(request, service, check, readLegacy(asked.legacy));
  if (answer.log) {
    // The headers are the resource server's own; of the client it tells these.
    const headers = typeof userAgent === "string" ? { "user-agent": userAgent } : {};
    const logged = { method: method ?? "GET", path: path ?? "/", headers, address: ip ?? null };
    await logRequest(answer, logged, request, service);
  }
  return {
    body: toVerifyAnswer(answer, needs.scopes, service),
    isSteady: !answer.isAllowed && isSteady(answer.reason),
    headers: deprecationHeaders(answer),
  };
}

/** @throws GateRefusal validation_failed */
function readBody(body: unknown): z.output<typeof VerifyTokenBody> | z.output<typeof VerifyLegacyBody> {
  const isLegacy = typeof body === "object" && body !== null && "legacy" in body;
  const parsed = isLegacy ? readInput(VerifyLegacyBody, body) : readInput(VerifyTokenBody, body);
  if (!parsed.ok) throw invalid(parsed.errors);
  return parsed.data;
}

function readLegacy(sent: z.output<typeof VerifyLegacyBody>["legacy"]) {
  return "soap" in sent ? readSoapEnvelope(sent.soap) : readLegacyHeader(sent.header);
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
  }: { method?: string | null | undefined; path?: string | null | undefined; scopes: readonly Scope[] },
  service: GateService,
): Needs {
  const [hasMethod, hasPath] = [typeof method === "string", typeof path === "string"];
  if (typeof method === "string" && typeof path === "string") {
    return needsOf(service, { method, path }, scopes);
  }
  if (service.routes() && hasMethod !== hasPath) {
    const detail = "The route table of this gate needs both method and path.";
    throw invalid([{ pointer: hasMethod ? "/path" : "/method", code: "required", detail }]);
  }
  return { scopes, route: NO_FINDING, isPublic: false };
}

/** The refusal of a body with these faults. */
export function invalid(errors: readonly FieldError[]): GateRefusal {
  const detail = errors[0]?.detail ?? "The input is not valid.";
  return new GateRefusal({ code: "validation_failed", detail, errors });
}

function assertServed(asked: string | null, own: string | null): void {
  if (asked === null || own === null || asked === own) return;
  const detail = `This gate serves ${own} only.`;
  throw invalid([{ pointer: "/environment", code: "environment_conflict", detail }]);
}

function toVerifyAnswer(answer: CheckAnswer, needed: readonly Scope[], service: GateService): VerifyAnswer {
  if (!answer.isAllowed) {
    return {
      valid: false,
      status: refusalStatus(answer.code),
      code: answer.code,
      title: problemTitle(answer.code),
      detail: refusalText(answer),
      needed: [...needed],
      missing: [...answer.missing],
      challenge: challengeOf(answer, needed, service),
      retryAfterSeconds: answer.retryAfterSeconds,
      callId: answer.callId,
      limits: answer.limits,
      ...sunsetOf(answer),
    };
  }
  const { key, actsAs, grant } = answer.principal;
  return {
    valid: true,
    callId: answer.callId,
    keyId: key.id,
    clientId: key.clientId,
    accountId: actsAs.account.id,
    userId: actsAs.user.id,
    environment: key.environment,
    scopes: [...answer.scopes],
    expiresAt: grant.expiresAt?.toISOString() ?? null,
    limits: answer.limits,
    ...sunsetOf(answer),
  };
}

/** What a resource server passes on to its client as `Sunset`. */
function sunsetOf({ legacy }: CheckAnswer): { legacy?: { endsAt: string | null } } {
  return legacy === undefined ? {} : { legacy: { endsAt: legacy.endsAt?.toISOString() ?? null } };
}
