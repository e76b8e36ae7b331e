import { KNOCKING_CODES, UNKNOWN_KEY_REFUSALS, type Refusal } from "../../lib/domain/verdict/refusals";
import { refusalStatus } from "../../lib/domain/verdict/verdict";
import type { SecurityKind } from "../../lib/platform/logs/security-log";
import type { Check, CheckAnswer, Refused } from "../../lib/verification/verify";
import type { GateRequest, GateService } from "../http/answer";

/**
 * Checks a request, and notes in the security log what it was refused for. Every address that asks for a check does so
 * here. The line has the ids of request and key: where the call was stored, they lead to it.
 */
export async function checkRequest(
  request: GateRequest,
  service: GateService,
  asked: Omit<Check, "apiUrl">,
): Promise<CheckAnswer> {
  const answer = await service.verification.verify({ ...asked, apiUrl: service.apiUrl });
  if (!answer.isAllowed) noteRefusal(answer, request, service, asked);
  return answer;
}

/** Notes in the security log what a request was refused for. */
export function noteRefusal(
  refused: Refused,
  request: GateRequest,
  service: GateService,
  { address }: Pick<Check, "address">,
): void {
  const { callId, code, reason, keyId, accountId } = refused;
  // Nobody tried anything: a browser asks without a key, and is told to come with one.
  if (code === "missing_key") return;
  const requestId = callId ?? request.requestId;
  service.security.note({
    kind: kindOf(code),
    code,
    request: { requestId, address },
    keyId,
    accountId,
    ...(reason === code ? {} : { reason }),
  });
}

const ABOUT_THE_KEY = new Set<Refusal>([...UNKNOWN_KEY_REFUSALS, ...KNOCKING_CODES]);

function kindOf(code: Refusal): SecurityKind {
  if (refusalStatus(code) === 429) return "limit_reached";
  return ABOUT_THE_KEY.has(code) ? "credential_refused" : "access_refused";
}
