import type { Transaction } from "@/db/client";
import { inTransaction } from "@/db/transaction";

import { isItemFault, isRetryable, STATEMENT_ATTEMPTS, type GateDatabase } from "./statement";
import { VerificationUnavailable } from "./unavailable";

/**
 * Runs a transaction of several statements, again after a serialization failure or deadlock: its body must be safe to
 * repeat. For what is no check: a check has statements of its own.
 * @throws Error of the server for a fault of the data | VerificationUnavailable for everything else
 */
export async function runTransaction<T>(
  { pool }: GateDatabase,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(pool, work);
    } catch (error) {
      if (attempt < STATEMENT_ATTEMPTS && isRetryable(error)) continue;
      throw isItemFault(error) ? error : new VerificationUnavailable("database_unavailable", error);
    }
  }
}
