import { and, eq } from "drizzle-orm";

import { scopeUses } from "@/db/schema/calls";

import type { ScopeUses } from "../../contracts/keys/key-usage";
import type { AccountContext } from "../../kernel/context";
import { read } from "../../kernel/read";
import { expectKey } from "../keys/expect-key";

/**
 * When each scope of a key was last used by an allowed call; scopes that never were are left out.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function listScopeUses(ctx: AccountContext, keyId: string): Promise<ScopeUses> {
  return read(ctx, "key:read", async (db) => {
    await expectKey(db, ctx, keyId);
    const rows = await db
      .select({ scope: scopeUses.scope, lastUsedAt: scopeUses.lastUsedAt })
      .from(scopeUses)
      .where(and(eq(scopeUses.keyId, keyId), eq(scopeUses.accountId, ctx.account.id)))
      .orderBy(scopeUses.scope);
    return { data: rows.map((row) => ({ ...row, lastUsedAt: row.lastUsedAt.toISOString() })) };
  });
}
