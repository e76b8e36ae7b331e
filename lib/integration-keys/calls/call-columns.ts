import { calls } from "@/db/schema/calls";

/** A call as the console shows it: all of its row but whose it is, which the question says. */
export const CALL_COLUMNS = {
  id: calls.id,
  at: calls.at,
  method: calls.method,
  path: calls.path,
  code: calls.code,
  scopesNeeded: calls.scopesNeeded,
  address: calls.address,
  userAgent: calls.userAgent,
  outcomeStatus: calls.outcomeStatus,
};
