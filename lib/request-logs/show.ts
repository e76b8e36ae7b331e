import { findLogging } from "@/db/schema/request-logging";

import type { RequestLogging } from "../contracts/people/request-logs";
import { notFound } from "../domain/errors";
import type { SessionContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { toRequestLogging } from "./state";

/** Whether requests that act as the person are being logged. @throws DomainError not_found */
export function showRequestLogging(ctx: SessionContext): Promise<RequestLogging> {
  return ask(async (db) => {
    const state = await findLogging(db, ctx.user.id);
    if (!state) throw notFound();
    return toRequestLogging(state);
  });
}
