import { drizzle } from "drizzle-orm/node-postgres";

import type { Database, Transaction } from "@/db/client";

import { database } from "./database";
import { isRetryable, readableError } from "./database-errors";

const ATTEMPTS = 4;

/**
 * One transaction, repeated after a serialization failure or deadlock: its body must be safe to repeat.
 * @throws DomainError conflict | database_unavailable, and what the body throws
 */
export async function transact<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await onConnection(database(), work);
    } catch (error) {
      if (attempt < ATTEMPTS && isRetryable(error)) continue;
      throw readableError(error);
    }
  }
}

/**
 * Takes and gives back the connection itself: the query builder would keep one for good whose BEGIN fails, and hide
 * the body's error behind that of a ROLLBACK which a dead connection can't carry out. A connection on which BEGIN,
 * COMMIT or ROLLBACK failed is closed, since nobody knows its state.
 */
async function onConnection<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await db.$client.connect();
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
