import { changeLogging } from "@/db/schema/request-logging";

import type { RequestLogging, SetRequestLoggingRequest } from "../contracts/people/request-logs";
import { DomainError, notFound } from "../domain/errors";
import { LOG_FULL_TEXT } from "../domain/request-logs/request-logging";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";
import type { SessionContext } from "../kernel/context";
import { toRequestLogging } from "./state";

/**
 * Enables the person's request logging for as many requests as its log has room for, or disables it. What starts after the
 * answer is logged, or is not. On the person's record; where it is so already, nothing is done.
 * @throws DomainError not_found | request_log_full
 */
export function switchRequestLogging(
  ctx: SessionContext,
  { isEnabled }: SetRequestLoggingRequest,
): Promise<RequestLogging> {
  return change(byPerson(ctx), [], async (tx) => {
    const done = await changeLogging(tx, ctx.user.id, { type: isEnabled ? "enable" : "disable" });
    if (!done) throw notFound();
    if (done.step === "refused") throw new DomainError("request_log_full", LOG_FULL_TEXT);
    return { value: toRequestLogging(done.state), audit: done.audit ?? "unchanged" };
  });
}
