import type { GateDatabase } from "../statement/statement";
import { VerificationUnavailable } from "../statement/unavailable";

/** Queries of the platform's own API that may be under way or wait for a connection: checks use the same few. */
export const OWN_READS_MAX = 8;

/** Runs a query for the platform's own API. @throws VerificationUnavailable overloaded where too many are under way */
export type ReadOwn = <T>(query: (database: GateDatabase) => Promise<T>) => Promise<T>;

/** Makes the reads of the platform's own API, {@link OWN_READS_MAX} at a time. */
export function createOwnReads(database: GateDatabase): ReadOwn {
  let underWay = 0;
  return async (query) => {
    if (underWay >= OWN_READS_MAX) throw new VerificationUnavailable("overloaded");
    underWay += 1;
    try {
      return await query(database);
    } finally {
      underWay -= 1;
    }
  };
}
