import { eq, sql } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import type { MemberList } from "../contracts/people/members";
import { isActiveAdmin } from "../kernel/accounts/active-admin";
import type { AccountContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { read } from "../kernel/read";
import { countLiveKeys } from "./live-keys";

/** How safe the account is from losing its last admin (S3). @throws DomainError forbidden */
export function readContinuity(ctx: AccountContext): Promise<MemberList["continuity"]> {
  return read(ctx, "member:read", (db) => findContinuity(db, ctx.account.id));
}

export async function findContinuity(db: Reader, accountId: string): Promise<MemberList["continuity"]> {
  const [admins] = await db
    .select({
      activeAdmins: sql<number>`count(*)::int`,
      sharedAdmins: sql<number>`(count(*) filter (where ${memberships.isShared}))::int`,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(isActiveAdmin(accountId));
  return {
    ...(admins ?? { activeAdmins: 0, sharedAdmins: 0 }),
    liveKeys: await countLiveKeys(db, accountId),
  };
}
