import { eq, sql } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

import type { KeyCounts } from "../contracts/key-usage";
import { KEY_STATUSES, type KeyStatus } from "../domain/key-lifecycle";
import type { AccountContext } from "../kernel/context";
import { read } from "../kernel/read";

/** How many keys the account has of each status. @throws DomainError forbidden | plan_not_eligible | feature_not_enabled */
export function countKeys(ctx: AccountContext): Promise<KeyCounts> {
  return read(ctx, "key:read", async (db) => {
    const { revokedAt, retiresAt, expiresAt } = integrationKeys;
    // `keyStatus` of the domain; the tests compare both.
    const status = sql<KeyStatus>`case
      when ${revokedAt} is not null or ${retiresAt} <= now() then 'revoked'
      when ${expiresAt} <= now() then 'expired'
      when ${retiresAt} is not null then 'retiring'
      else 'active' end`;
    const rows = await db
      .select({ status, count: sql<number>`count(*)::int` })
      .from(integrationKeys)
      .where(eq(integrationKeys.accountId, ctx.account.id))
      .groupBy(status);
    const counts: KeyCounts = { active: 0, retiring: 0, expired: 0, revoked: 0 };
    for (const name of KEY_STATUSES) counts[name] = rows.find((row) => row.status === name)?.count ?? 0;
    return counts;
  });
}
