import { and, eq, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { agents } from "@/db/schema/agents";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { KeyCapacity } from "../../../contracts/keys/key-capacity";
import { KEY_STATUSES } from "../../../domain/keys/key-lifecycle";
import { ACTIVE_KEYS_PER_ACCOUNT, WORKING_KEYS_PER_ACTIVE } from "../../../domain/calls/limits";
import type { AccountContext } from "../../../kernel/context";
import { read } from "../../../kernel/read";
import { IS_LONG_EXPIRED, KEY_STATUS } from "../../../row-state/key-status";

/**
 * How many keys the account has of each status, agents apart, how many a list leaves out unless asked, and how many it may
 * have (R10).
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled
 */
export function readKeyCapacity(ctx: AccountContext): Promise<KeyCapacity> {
  return read(ctx, "key:read", async (db) => {
    const [rows, [account]] = await Promise.all([
      db
        .select({
          status: KEY_STATUS,
          keys: sql<number>`(count(*) filter (where ${agents.keyId} is null))::int`,
          all: sql<number>`count(*)::int`,
          longExpired: sql<number>`(count(*) filter (where ${IS_LONG_EXPIRED}))::int`,
        })
        .from(integrationKeys)
        // Joined: of a hundred thousand keys each would ask by itself.
        .leftJoin(agents, and(eq(agents.keyId, integrationKeys.id), eq(agents.accountId, ctx.account.id)))
        .where(eq(integrationKeys.accountId, ctx.account.id))
        .groupBy(KEY_STATUS),
      db.select({ limit: accounts.activeKeyLimit }).from(accounts).where(eq(accounts.id, ctx.account.id)),
    ]);
    const counts = { active: 0, retiring: 0, expired: 0, revoked: 0 };
    for (const name of KEY_STATUSES) counts[name] = rows.find((row) => row.status === name)?.keys ?? 0;
    const longExpired = rows.find((row) => row.status === "expired")?.longExpired ?? 0;
    const activeLimit = account?.limit ?? ACTIVE_KEYS_PER_ACCOUNT;
    return {
      counts,
      ended: (rows.find((row) => row.status === "revoked")?.all ?? 0) + longExpired,
      activeLimit,
      workingLimit: activeLimit * WORKING_KEYS_PER_ACTIVE,
    };
  });
}
