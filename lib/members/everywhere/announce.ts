import { and, eq, inArray, ne } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import { personStatusNotice } from "../../domain/notices/people";
import type { Transaction } from "../../kernel/database";
import { tellEach } from "../../kernel/people/notices";
import { newId } from "../../platform/ids";

type Changed = {
  readonly person: { readonly id: string; readonly name: string };
  readonly isActive: boolean;
  readonly reason: string;
  /** Accounts in which the person is active. */
  readonly accountIds: readonly string[];
};

/** Tells the other admins of a person's accounts, once each, of the accounts that they are admins of. */
export async function announceStatus(tx: Transaction, changed: Changed): Promise<void> {
  const { person, isActive, reason, accountIds } = changed;
  if (accountIds.length === 0) return;
  const admins = await tx
    .select({ userId: users.id, id: accounts.id, name: accounts.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(
      and(
        inArray(memberships.accountId, [...accountIds]),
        eq(memberships.profile, "admin"),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
        ne(users.id, person.id),
      ),
    )
    .orderBy(accounts.name, accounts.id);
  const event = newId();
  const byAdmin = new Map<string, { id: string; name: string }[]>();
  for (const { userId, ...account } of admins) byAdmin.set(userId, [...(byAdmin.get(userId) ?? []), account]);
  const told = [...byAdmin].map(([userId, theirs]) => ({
    userId,
    notice: personStatusNotice(person, { isActive, event, accounts: theirs }, reason),
  }));
  await tellEach(tx, told);
}
