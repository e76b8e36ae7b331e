import { asc, eq } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import { isActiveAdmin } from "../kernel/accounts/active-admin";
import type { AccountContext } from "../kernel/context";
import { read } from "../kernel/read";

export type AccountAdmin = { readonly id: string; readonly name: string; readonly email: string };

const AT_MOST = 20;

/** Whom a member asks for what only admins may do: the active admins of the account, by name, 20 at most. */
export function listAccountAdmins(ctx: AccountContext): Promise<AccountAdmin[]> {
  return read(ctx, "account:read", (db) =>
    db
      .select({ id: users.id, name: users.name, email: users.email })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(isActiveAdmin(ctx.account.id))
      .orderBy(asc(users.name), asc(users.id))
      .limit(AT_MOST),
  );
}
