/**
 * Where clients of the Acrobat Sign interface find their API: `GET /api/rest/v6/baseUris`, and `GET
 * /api/rest/v5/base_uris` for those that send `Access-Token`. Bodies and errors as published in its v6 reference; no
 * source was found for the code of 429, nor for the texts of INVALID_USER and INVALID_X_API_USER_HEADER, so these are
 * what such clients would expect.
 */
import type { BaseUris, BaseUrisV5, AcrobatErrorCode } from "../../lib/contracts/gate/gate-acrobat";
import type { Refusal } from "../../lib/domain/verdict/refusals";
import { refusalStatus } from "../../lib/domain/verdict/verdict";
import { isEmailOf } from "../../lib/verification/own-api/user-email";
import type { Allowed } from "../../lib/verification/verify";
import { acrobatError } from "./acrobat-errors";
import { jsonAnswer, type GateAnswer, type GateRequest, type GateService } from "../http/answer";
import { answerWithKey } from "./own-check";
import { GateRefusal } from "../http/problem";
import { refusalAnswer } from "../checks/refusal";

/** Errors that these two addresses have by themselves; what happens to any address is in acrobat-errors.ts. */
type OwnErrorCode = Exclude<
  AcrobatErrorCode,
  "RESOURCE_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "SERVICE_UNAVAILABLE" | "MISC_SERVER_ERROR"
>;

const TEXTS: Record<OwnErrorCode, readonly [status: number, message: string]> = {
  NO_AUTHORIZATION_HEADER: [401, "Authorization header not provided."],
  INVALID_ACCESS_TOKEN: [401, "Access token provided is invalid or has expired."],
  INVALID_USER: [401, "The user that the x-api-user header names is not the one whom the key acts as."],
  INVALID_X_API_USER_HEADER: [400, "The x-api-user header must be userid:{id} or email:{email}."],
  INVALID_REQUEST: [400, "Authorization and Access-Token hold different credentials. Send one."],
  PERMISSION_DENIED: [403, "The API caller does not have the permission to execute this operation."],
  TOO_MANY_REQUESTS: [429, "Too many calls. Try again later."],
};
const API_USER = /^(userid|email):(.+)$/i;

/** `GET /api/rest/v6/baseUris`: any key with any one scope may ask. */
export function baseUris(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerLikeAcrobat(request, service, ({ api, web }): BaseUris => ({
    apiAccessPoint: api,
    webAccessPoint: web,
  }));
}

/** `GET /api/rest/v5/base_uris`: the addresses of API and console in the words of v5. */
export function baseUrisV5(request: GateRequest, service: GateService): Promise<GateAnswer> {
  return answerLikeAcrobat(request, service, ({ api, web }): BaseUrisV5 => ({
    api_access_point: api,
    web_access_point: web,
  }));
}

async function answerLikeAcrobat(
  request: GateRequest,
  service: GateService,
  body: (points: GateService["accessPoints"]) => unknown,
): Promise<GateAnswer> {
  const answer = async (allowed: Allowed): Promise<GateAnswer> => {
    const fault = await faultOf(allowed, request, service);
    if (fault === null) return jsonAnswer(200, body(service.accessPoints));
    // The key was let through; this is how its call ended.
    await service.verification.report(allowed.callId, TEXTS[fault][0]);
    return errorAnswer(fault, {});
  };
  try {
    return await answerWithKey(request, service, { scopes: [] }, answer, (refused) => {
      const { headers, isSteady = false } = refusalAnswer(refused, [], request, service);
      return { ...errorAnswer(codeOf(refused.code), headers), isSteady };
    });
  } catch (error) {
    if (!(error instanceof GateRefusal)) throw error;
    return errorAnswer("INVALID_REQUEST", { "X-Request-Id": request.requestId });
  }
}

/** What keeps a good key from an answer. */
async function faultOf(
  { principal, scopes }: Allowed,
  request: GateRequest,
  service: GateService,
): Promise<OwnErrorCode | null> {
  if (scopes.length === 0) return "PERMISSION_DENIED";
  const header = request.headers["x-api-user"];
  if (header === undefined || header === "") return null;
  const [, form = "", user = ""] = API_USER.exec(typeof header === "string" ? header.trim() : "") ?? [];
  if (user === "") return "INVALID_X_API_USER_HEADER";
  const { id } = principal.actsAs.user;
  // A credential acts as its person and as nobody else (R6).
  const isOwn =
    form.toLowerCase() === "userid"
      ? user.toLowerCase() === id
      : await service.verification.readOwn((database) => isEmailOf(database, id, user));
  return isOwn ? null : "INVALID_USER";
}

function codeOf(refusal: Refusal): OwnErrorCode {
  if (refusal === "missing_key") return "NO_AUTHORIZATION_HEADER";
  switch (refusalStatus(refusal)) {
    case 401:
      return "INVALID_ACCESS_TOKEN";
    case 403:
      return "PERMISSION_DENIED";
    case 429:
      return "TOO_MANY_REQUESTS";
  }
}

function errorAnswer(code: OwnErrorCode, headers: Readonly<Record<string, string>>): GateAnswer {
  const [status, message] = TEXTS[code];
  return acrobatError(status, code, message, headers);
}
