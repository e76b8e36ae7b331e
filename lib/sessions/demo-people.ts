import { and, asc, eq } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import type { DemoPerson } from "../contracts/people/sessions";
import { PROFILES } from "../domain/people/profiles";
import { ask } from "../kernel/read";

const MOST = 30;

/**
 * Who can sign in to the demo, and as what. For the demo's sign-in page only: anywhere else it would be a list for
 * guessers.
 */
export function listDemoPeople(): Promise<DemoPerson[]> {
  return ask(async (db) => {
    const people = await db
      .select({ id: users.id, name: users.name, email: users.email, staffRole: users.staffRole })
      .from(users)
      .where(eq(users.status, "active"))
      .orderBy(asc(users.createdAt), asc(users.id))
      .limit(MOST);
    const places = await db
      .select({
        userId: memberships.userId,
        id: accounts.id,
        name: accounts.name,
        environment: accounts.environment,
        profile: memberships.profile,
      })
      .from(memberships)
      .innerJoin(accounts, eq(accounts.id, memberships.accountId))
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(memberships.status, "active"), eq(users.status, "active")))
      .orderBy(asc(accounts.environment), asc(accounts.name))
      .limit(MOST * MOST);
    const listed = people.map(({ id, staffRole, ...person }) => ({
      ...person,
      isStaff: staffRole !== null,
      memberships: places
        .filter((place) => place.userId === id)
        .map(({ id: accountId, name, environment, profile }) => ({
          id: accountId,
          name,
          environment,
          profile,
        })),
    }));
    return listed.toSorted((a, b) => compare(placeInList(a), placeInList(b)));
  });
}

/** By account, who may do most first; staff at the end. */
function placeInList({ isStaff, memberships: [first], ...person }: DemoPerson): string {
  const rank = first ? PROFILES.indexOf(first.profile) : PROFILES.length;
  return [isStaff ? 1 : 0, person.email.split("@")[1], rank, person.name].join(" ");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
