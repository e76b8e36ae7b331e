import { and, asc, eq, exists, sql } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { users } from "@/db/schema/users";

import type { KeyCreators } from "../../../contracts/keys/integration-keys";
import type { AccountContext } from "../../../kernel/context";
import type { Reader } from "../../../kernel/database";
import { read } from "../../../kernel/read";

/**
 * The members, deactivated ones too, who created at least one key of the account, by name.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled
 */
export function listKeyCreators(ctx: AccountContext): Promise<KeyCreators> {
  return read(ctx, "key:read", async (db) => ({ data: await keyCreatorsQuery(db, ctx.account.id) }));
}

/** One probe of the creator index per member, however many keys there are. */
function keyCreatorsQuery(db: Reader, accountId: string) {
  const theirKeys = db
    .select({ one: sql`1` })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, accountId), eq(integrationKeys.createdBy, memberships.userId)));
  return db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.accountId, accountId), exists(theirKeys)))
    .orderBy(asc(users.name), asc(users.id));
}
