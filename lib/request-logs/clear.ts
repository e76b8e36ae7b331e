import { changeLogging } from "@/db/schema/request-logging";

import type { RequestLogging } from "../contracts/people/request-logs";
import { notFound } from "../domain/errors";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";
import type { SessionContext } from "../kernel/context";
import { toRequestLogging } from "./state";

/**
 * Empties the person's request log for good. Logging that is on goes on, with room for as many again. How many requests
 * there were is on the person's record, not which; an empty log is left as it is.
 * @throws DomainError not_found
 */
export function clearRequestLog(ctx: SessionContext): Promise<RequestLogging> {
  return change(byPerson(ctx), [], async (tx) => {
    const done = await changeLogging(tx, ctx.user.id, { type: "clear", accountId: null });
    if (!done) throw notFound();
    return { value: toRequestLogging(done.state), audit: done.audit ?? "unchanged" };
  });
}
