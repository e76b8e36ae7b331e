import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

import { unrecordedAtOnce } from "../../kernel/unrecorded";

/**
 * Notes when a revocation is known to be in force: after its commit and before its answer. `revoked_at` can't tell,
 * since it is taken before the commit, and a check whose snapshot lies between the two rightly still finds the key
 * alive. A check that starts after this instant reads the revocation (R8, I1).
 *
 * No event of the record: it changes nothing about the key, and the audit event of the revocation is committed. A
 * failure here must not make a revocation that happened look as if it had not.
 */
export async function confirmRevocation(accountId: string, keyId: string): Promise<void> {
  await unrecordedAtOnce("confirmation", (tx) =>
    tx
      .update(integrationKeys)
      .set({
        // Calls carry whole milliseconds, rounded down: the next one is the first that lies after the commit for sure.
        revocationConfirmedAt: sql`date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond'`,
      })
      .where(
        and(
          eq(integrationKeys.accountId, accountId),
          eq(integrationKeys.id, keyId),
          isNotNull(integrationKeys.revokedAt),
          isNull(integrationKeys.revocationConfirmedAt),
        ),
      ),
  ).catch(() => undefined);
}
