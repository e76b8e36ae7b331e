import type { Transaction } from "@/db/client";
import { inTransaction } from "@/db/transaction";

import { database } from "./database";
import { isRetryable, readableError } from "./database-errors";

const ATTEMPTS = 4;

/**
 * Runs one transaction, repeated after a serialization failure or deadlock: its body must be safe to repeat.
 * @throws DomainError conflict | database_unavailable, and what the body throws
 */
export async function transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(database().$client, work);
    } catch (error) {
      if (attempt < ATTEMPTS && isRetryable(error)) continue;
      throw readableError(error);
    }
  }
}
