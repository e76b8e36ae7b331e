import { createReadiness as createProbing, WRITE_PROBE } from "@/db/readiness";

import { lookUpSecrets } from "./lookup/lookup";
import type { GateDatabase } from "./statement/statement";

/** The hash of no secret. */
const NOBODYS_HASH = "00".repeat(32);

/**
 * Asks whether a check could be made: the lookup of one finds its tables, and the database takes and commits what one
 * writes. Shared and bounded however many ask (see db/readiness.ts). Nothing that decides access depends on it.
 */
export function createReadiness(database: GateDatabase): () => Promise<boolean> {
  return createProbing(async () => {
    await lookUpSecrets(database, "long_lived", [NOBODYS_HASH]);
    await database.pool.query(WRITE_PROBE);
  });
}
