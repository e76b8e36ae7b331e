import { drizzle } from "drizzle-orm/node-postgres";
import type { Pool } from "pg";

import type { Transaction } from "./client";

/**
 * Runs work in one transaction of its own, once. It takes and gives back the connection itself: the query builder would
 * keep one for good whose BEGIN fails, and hide the body's error behind that of a ROLLBACK which a dead connection can't
 * carry out. A connection on which BEGIN, COMMIT or ROLLBACK failed is closed, since nobody knows its state.
 */
export async function inTransaction<T>(pool: Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const failure: { cause?: unknown } = {};
  try {
    const value = await drizzle({ client }).transaction((tx) =>
      work(tx).catch((error: unknown) => {
        failure.cause = error;
        throw error;
      }),
    );
    client.release();
    return value;
  } catch (error) {
    const isRolledBack = "cause" in failure && failure.cause === error;
    client.release(!isRolledBack);
    throw "cause" in failure ? failure.cause : error;
  }
}
