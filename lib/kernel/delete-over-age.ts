import type { Database } from "@/db/client";

import { unrecorded } from "./unrecorded";

/**
 * Deletes what is over age, a few rows at a time, so that no statement holds many of them and a job that is told to end
 * does. Safe to repeat, and by two at once.
 * @param deleteSome deletes at most so many rows, those that no other process deletes just then. @returns how many
 * @returns how many were deleted
 */
export async function deleteOverAge(
  signal: AbortSignal,
  atOnce: number,
  deleteSome: (db: Database, atMost: number) => Promise<number>,
): Promise<number> {
  let deleted = 0;
  while (!signal.aborted) {
    const some = await unrecorded("retention", (db) => deleteSome(db, atOnce));
    deleted += some;
    if (some < atOnce) break;
  }
  return deleted;
}
