import { eq } from "drizzle-orm";

import { keyPolicies } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import type { KeyPolicy } from "../contracts/keys/key-policy";
import { availabilityOf } from "../domain/keys/availability";
import { DEFAULT_POLICY } from "../domain/keys/lifetime";
import { permits } from "../domain/people/profiles";
import type { AccountContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { read } from "../kernel/read";

/** What the account allows its keys (R3, R5). @throws DomainError forbidden */
export function getKeyPolicy(ctx: AccountContext): Promise<KeyPolicy> {
  return read(ctx, "policy:read", (db) => findKeyPolicy(db, ctx));
}

/**
 * What the account allows its keys, read inside a query or transaction of the caller's. An account without a row has
 * the defaults.
 */
export async function findKeyPolicy(db: Reader, ctx: AccountContext): Promise<KeyPolicy> {
  const [row] = await db
    .select({
      defaultLifetimeDays: keyPolicies.defaultLifetimeDays,
      maximumLifetimeDays: keyPolicies.maximumLifetimeDays,
      isGoLiveRequired: keyPolicies.isGoLiveRequired,
      version: keyPolicies.version,
      updatedAt: keyPolicies.updatedAt,
      updatedBy: { id: users.id, name: users.name },
    })
    .from(keyPolicies)
    .leftJoin(users, eq(users.id, keyPolicies.updatedBy))
    .where(eq(keyPolicies.accountId, ctx.account.id));
  const policy = row ?? {
    ...DEFAULT_POLICY,
    isGoLiveRequired: false,
    version: 1,
    updatedAt: null,
    updatedBy: null,
  };
  return {
    ...policy,
    updatedAt: policy.updatedBy ? (policy.updatedAt?.toISOString() ?? null) : null,
    canUpdate: canUpdatePolicy(ctx),
  };
}

function canUpdatePolicy(ctx: Pick<AccountContext, "account" | "profile">): boolean {
  return (
    permits(ctx.profile, "policy:update") &&
    availabilityOf(ctx.account) === "available" &&
    ctx.account.status === "active"
  );
}
