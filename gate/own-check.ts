import { NO_FINDING } from "../lib/domain/route-finding";
import type { Scope } from "../lib/domain/scopes";
import { VerificationUnavailable } from "../lib/verification/unavailable";
import type { Allowed, Refused } from "../lib/verification/verify";
import type { GateAnswer, GateRequest, GateService } from "./answer";
import { readCredential } from "./credential";
import { callHeaders, limitHeaders, refusalAnswer } from "./refusal";

/**
 * Checks a request for the platform's own API (PRODUCT 7.4) and answers it if the key may. The answer names the call
 * that was recorded, and the limits after it; where it can't be made (503), its id is the call's all the same.
 * @param needs with `outcomeStatus`, the status that the answer will have, where it is known beforehand
 * @param refuse answers for a key that may not; as authorize does, unless told otherwise
 */
export async function answerWithKey(
  request: GateRequest,
  service: GateService,
  needs: { readonly scopes: readonly Scope[]; readonly outcomeStatus?: number },
  answer: (allowed: Allowed) => Promise<GateAnswer> | GateAnswer,
  refuse = (refused: Refused) => refusalAnswer(refused, needs.scopes, request, service),
): Promise<GateAnswer> {
  const checked = await service.verification.verify({
    secret: readCredential(request.headers),
    environment: service.environment,
    method: request.method,
    path: request.path,
    route: NO_FINDING,
    address: request.address,
    userAgent: request.headers["user-agent"],
    ...needs,
  });
  if (!checked.isAllowed) return refuse(checked);
  request.nameAfterCall(checked.callId);
  const { headers, ...rest } = await answered(() => answer(checked), checked.callId, service);
  return {
    ...rest,
    headers: { ...callHeaders(checked.callId), ...limitHeaders(checked.limits), ...headers },
  };
}

/** A call that was let through and could not be answered did not end well: it is on record with its 503. */
async function answered(
  answer: () => Promise<GateAnswer> | GateAnswer,
  callId: string,
  service: GateService,
): Promise<GateAnswer> {
  try {
    return await answer();
  } catch (error) {
    // Nobody waits for it: without the database it fails too.
    if (error instanceof VerificationUnavailable) service.verification.report(callId, 503).catch(() => null);
    throw error;
  }
}
