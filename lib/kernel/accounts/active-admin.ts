import { and, eq, type SQL } from "drizzle-orm";

import { memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

/** The condition that finds an account's active admins among memberships joined with their users. */
export function isActiveAdmin(accountId: string): SQL | undefined {
  return and(
    eq(memberships.accountId, accountId),
    eq(memberships.profile, "admin"),
    eq(memberships.status, "active"),
    eq(users.status, "active"),
  );
}
