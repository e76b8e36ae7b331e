import { sql } from "drizzle-orm";

import { calls } from "@/db/schema/calls";

/**
 * A call as the console shows it: all of its row but whose it is, which the question says. Of legacy authentication, the name
 * of the person whose password came with it.
 */
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
  // Written out: in a query of one table the builder leaves the names of tables away.
  legacyUser: sql<string | null>`(
    select p.name from legacy_uses l join users p on p.id = l.user_id where l.id = calls.credential_id
  )`.as("legacy_user"),
};
