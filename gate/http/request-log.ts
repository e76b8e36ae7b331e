import { maskedHeaders, maskedPath, maskedQuery } from "../../lib/domain/request-logs/masked-request";
import { refusalStatus } from "../../lib/domain/verdict/verdict";
import { newCallId } from "../../lib/platform/ids";
import { methodText, pathText } from "../../lib/verification/record/call-text";
import type { NewLogEntry } from "../../lib/verification/request-logs/log-requests";
import type { CheckAnswer } from "../../lib/verification/verify";
import type { GateRequest, GateService } from "./answer";

/** The request that a check was about: this one, or the one that a gateway or resource server tells of. */
export type LoggedAs = {
  readonly method: string;
  /** The path, with or without its query. */
  readonly path: string;
  readonly query?: string;
  readonly headers?: GateRequest["headers"];
  readonly address?: string | null;
};

/**
 * Puts a request into the log of the person whom it acted as, who has logging enabled, before it is answered: whoever has an
 * answer finds the request in the log. Secrets are masked here (R9). A request that was checked is answered whatever
 * becomes of its log: never throws.
 * @param status of the answer, where it is not the verdict's
 */
export async function logRequest(
  checked: CheckAnswer,
  asked: LoggedAs,
  request: GateRequest,
  service: GateService,
  status = checked.isAllowed ? 200 : refusalStatus(checked.code),
): Promise<void> {
  if (checked.log === null) return;
  const target = asked.query === undefined ? asked.path : `${asked.path}?${asked.query}`;
  const entry: NewLogEntry = {
    ...checked.log,
    id: checked.callId ?? newCallId(checked.log.at),
    method: methodText(asked.method),
    target: maskedPath(pathText(target)) + maskedQuery(target),
    headers: maskedHeaders(asked.headers ?? request.headers),
    address: asked.address === undefined ? request.address : asked.address,
    code: checked.isAllowed ? "allowed" : checked.code,
    status,
    durationMicroseconds: Math.round((performance.now() - request.since) * 1_000),
  };
  await service.verification.logRequest(entry).catch(() => undefined);
}
