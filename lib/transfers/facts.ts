import { and, eq, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { supportCases } from "@/db/schema/support-cases";

import { ACTIVE_KEYS_PER_ACCOUNT, activeKeyFault } from "../domain/calls/limits";
import { notFound } from "../domain/errors";
import { unmetConditions, type UnmetCondition } from "../domain/transfers/conditions";
import { keyStatus } from "../domain/keys/key-lifecycle";
import type { Reader } from "../kernel/database";
import { isWorkingKey, KEY_COUNTS } from "../row-state/key-status";

/** What stands against moving a key from one account to another at this moment. @throws DomainError not_found */
export async function findUnmet(
  db: Reader,
  moved: { readonly keyId: string; readonly sourceAccountId: string; readonly destinationAccountId: string },
  now: Date,
): Promise<UnmetCondition[]> {
  const [key] = await db
    .select({
      accountId: integrationKeys.accountId,
      expiresAt: integrationKeys.expiresAt,
      revokedAt: integrationKeys.revokedAt,
      retiresAt: integrationKeys.retiresAt,
      hasOpenCase: sql<boolean>`exists (select from ${supportCases} where ${and(
        eq(supportCases.keyId, integrationKeys.id),
        eq(supportCases.status, "open"),
      )})`,
    })
    .from(integrationKeys)
    .where(eq(integrationKeys.id, moved.keyId));
  const [destination] = await db
    .select({
      name: accounts.name,
      environment: accounts.environment,
      plan: accounts.plan,
      status: accounts.status,
      hasIntegrationKeys: accounts.hasIntegrationKeys,
      limit: accounts.activeKeyLimit,
    })
    .from(accounts)
    .where(eq(accounts.id, moved.destinationAccountId));
  const [keys] = await db
    .select(KEY_COUNTS)
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, moved.destinationAccountId), isWorkingKey(now)));
  if (!key || !destination || !keys) throw notFound();
  const { limit, ...account } = destination;
  return unmetConditions({
    key: {
      status: keyStatus(key, now),
      isInSource: key.accountId === moved.sourceAccountId,
      hasOpenCase: key.hasOpenCase,
    },
    destination: { ...account, capacityFault: activeKeyFault(keys, limit ?? ACTIVE_KEYS_PER_ACCOUNT) },
  });
}
