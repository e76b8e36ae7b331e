import { NO_FINDING } from "../../lib/domain/route-table/route-finding";
import type { Scope } from "../../lib/domain/keys/scopes";
import { VerificationUnavailable } from "../../lib/verification/statement/unavailable";
import type { Allowed, Refused } from "../../lib/verification/verify";
import type { GateAnswer, GateRequest, GateService } from "../http/answer";
import { ClientGone } from "../http/body";
import { GateRefusal } from "../http/problem";
import { logRequest } from "../http/request-log";
import { refusalOf } from "./refusal-words";
import { checkCaller, deprecationHeaders } from "../checks/check-caller";
import { callHeaders, limitHeaders, refusalAnswer } from "../checks/refusal";

/**
 * Checks a request for the platform's own API and answers it if the key may. The answer names the call
 * that was recorded, and the limits after it; where it can't be made (503), its id is the call's all the same.
 * @param needs with `outcomeStatus`, the status that the answer will have, where it is known beforehand; `isUnlogged` for
 *   what comes into no request log
 * @param refuse answers for a key that may not; as authorize does, unless told otherwise
 */
export async function answerWithKey(
  request: GateRequest,
  service: GateService,
  needs: { readonly scopes: readonly Scope[]; readonly outcomeStatus?: number; readonly isUnlogged?: true },
  answer: (allowed: Allowed) => Promise<GateAnswer> | GateAnswer,
  refuse = (refused: Refused) => refusalAnswer(refused, needs.scopes, request, service),
): Promise<GateAnswer> {
  const checked = await checkCaller(request, service, {
    environment: service.environment,
    method: request.method,
    path: request.path,
    route: NO_FINDING,
    address: request.address,
    userAgent: request.text("user-agent"),
    scopes: needs.scopes,
    ...(needs.outcomeStatus === undefined ? {} : { outcomeStatus: needs.outcomeStatus }),
  });
  const log = async (status: number) => {
    if (checked.log && !needs.isUnlogged) await logRequest(checked, request, request, service, status);
  };
  if (!checked.isAllowed) {
    const refusal = refuse(checked);
    await log(refusal.status);
    return refusal;
  }
  request.nameAfterCall(checked.callId);
  const { headers, ...rest } = await answered(() => answer(checked), checked.callId, request, service, log);
  await log(rest.status);
  return {
    ...rest,
    headers: {
      ...callHeaders(checked.callId),
      ...limitHeaders(checked.limits),
      ...deprecationHeaders(checked),
      ...headers,
    },
  };
}

/**
 * A call that was let through and could not be answered did not end well: it is recorded with its 503. One whose query or
 * body is refused is recorded with that: both are read once the key may, so that whoever has no good key learns nothing of them.
 */
async function answered(
  answer: () => Promise<GateAnswer> | GateAnswer,
  callId: string,
  request: GateRequest,
  service: GateService,
  log: (status: number) => Promise<void>,
): Promise<GateAnswer> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof GateRefusal) {
      const refusal = refusalOf(error.problem, request);
      await service.verification.report(callId, refusal.status);
      return refusal;
    }
    if (error instanceof ClientGone) throw error;
    const isUnavailable = error instanceof VerificationUnavailable;
    // Nobody waits for either: without the database they fail too.
    if (isUnavailable) service.verification.report(callId, 503).catch(() => null);
    void log(isUnavailable ? 503 : 500);
    throw error;
  }
}
