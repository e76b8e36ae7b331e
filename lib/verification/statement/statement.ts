import type { Pool, QueryResultRow } from "pg";

import { VerificationUnavailable } from "./unavailable";

/** One statement of the hot path. Named ones are prepared once per connection. */
export type Statement = { readonly name: string; readonly text: string };

/** A pool with the choice whether its statements may be named (off for the embedded database and some poolers). */
export type GateDatabase = { readonly pool: Pool; readonly hasPreparedStatements: boolean };

/** How often a statement or a transaction is tried that the database gave up for others. */
export const STATEMENT_ATTEMPTS = 4;
const RETRYABLE = new Set(["40001", "40P01"]);
/** Data exception, integrity violation: SQLSTATE classes that one item of many may cause. */
const ITEM_FAULTS = new Set(["22", "23"]);

/**
 * Runs a statement, again after a serialization failure or deadlock.
 * @throws Error of the server for a fault of the data | VerificationUnavailable for everything else
 */
export async function runStatement<R extends QueryResultRow>(
  database: GateDatabase,
  statement: Statement,
  values: readonly unknown[],
): Promise<R[]> {
  const { text, name } = statement;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const query = { text, values: [...values], ...(database.hasPreparedStatements ? { name } : {}) };
      const { rows } = await database.pool.query<R>(query);
      return rows;
    } catch (error) {
      if (attempt < STATEMENT_ATTEMPTS && isRetryable(error)) continue;
      throw isItemFault(error) ? error : new VerificationUnavailable("database_unavailable", error);
    }
  }
}

/** True if the data of one item may have caused the error. */
export function isItemFault(error: unknown): boolean {
  return ITEM_FAULTS.has(stateOf(error).slice(0, 2));
}

/** True if the database gave the work up for others', and it can be run again. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(stateOf(error));
}

/** The server's error may be inside the query builder's. */
function stateOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return "code" in error ? String(error.code) : stateOf(error.cause);
}
