import { and, eq, ne } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";

import { ACTIVE_KEYS_PER_ACCOUNT, activeKeyFault } from "../../domain/calls/limits";
import { DomainError } from "../../domain/errors";
import { isWorkingKey, KEY_COUNTS } from "../../row-state/key-status";
import type { Transaction } from "../database";

/**
 * Refuses another active key beyond the account's limit (R10). The caller has the lock of the account's row.
 * @param exceptKeyId a key that has its place already
 * @throws DomainError active_key_limit
 */
export async function assertBelowLimit(
  tx: Transaction,
  accountId: string,
  now: Date,
  exceptKeyId: string | null = null,
): Promise<void> {
  const [account] = await tx
    .select({ limit: accounts.activeKeyLimit })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  const [keys] = await tx
    .select(KEY_COUNTS)
    .from(integrationKeys)
    .where(
      and(
        eq(integrationKeys.accountId, accountId),
        isWorkingKey(now),
        exceptKeyId === null ? undefined : ne(integrationKeys.id, exceptKeyId),
      ),
    );
  const fault = keys ? activeKeyFault(keys, account?.limit ?? ACTIVE_KEYS_PER_ACCOUNT) : null;
  if (fault) throw new DomainError("active_key_limit", fault);
}
