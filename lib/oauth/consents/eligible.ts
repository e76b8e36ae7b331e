import { and, asc, eq } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import type { Environment, Profile } from "../../domain/people/profiles";
import type { Reader } from "../../kernel/database";

/** An account that a person may let an app act in. */
export type EligibleAccount = { readonly id: string; readonly name: string; readonly profile: Profile };

/** The open accounts of an environment of which a person is an active member, by name. */
export async function eligibleAccounts(
  db: Reader,
  userId: string,
  environment: Environment,
): Promise<EligibleAccount[]> {
  return db
    .select({ id: accounts.id, name: accounts.name, profile: memberships.profile })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.userId, userId),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
        eq(accounts.status, "active"),
        eq(accounts.environment, environment),
      ),
    )
    .orderBy(asc(accounts.name), asc(accounts.id));
}
