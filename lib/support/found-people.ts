import { asc, eq, inArray, or, sql } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import type { SupportSearchResult } from "../contracts/support/support-desk";
import type { Reader } from "../kernel/database";
import { literal } from "../row-state/key-search";
import { ACCOUNT_NAME } from "./case";
import { firstOf, FOUND_MAX, UUID } from "./found";

type Found = SupportSearchResult["people"];

/** People by a part of the address or the name, or by id, with the accounts that they are members of. */
export async function foundPeople(db: Reader, wanted: string): Promise<Found> {
  const { data, hasMore } = firstOf(await foundPeopleQuery(db, wanted));
  const places = await placesOf(
    db,
    data.map(({ id }) => id),
  );
  return {
    hasMore,
    data: data.map(({ status, ...person }) => {
      const own = firstOf(places.filter(({ userId }) => userId === person.id));
      return {
        ...person,
        isActive: status === "active",
        memberships: own.data.map(({ account, profile, status: state }) => ({
          account,
          profile,
          isActive: state === "active",
        })),
        hasMoreMemberships: own.hasMore,
      };
    }),
  };
}

/** The query of the people that a text finds. */
export function foundPeopleQuery(db: Reader, wanted: string) {
  const part = `%${literal(wanted)}%`;
  return db
    .select({ id: users.id, name: users.name, email: users.email, status: users.status })
    .from(users)
    .where(
      // An id is in no name, and of its many trigrams the planner would rather read the whole table.
      UUID.test(wanted)
        ? eq(users.id, wanted)
        : or(sql`${users.email} like lower(${part})`, sql`lower(${users.name}) like lower(${part})`),
    )
    .orderBy(asc(users.email))
    .limit(FOUND_MAX + 1);
}

/** Memberships of these people, a few of each. */
async function placesOf(db: Reader, userIds: readonly string[]) {
  if (userIds.length === 0) return [];
  const ranked = db
    .select({
      userId: memberships.userId,
      accountId: memberships.accountId,
      profile: memberships.profile,
      status: memberships.status,
      rank: sql<number>`row_number() over (partition by ${memberships.userId} order by ${memberships.status}, ${memberships.id})`.as(
        "rank",
      ),
    })
    .from(memberships)
    .where(inArray(memberships.userId, [...userIds]))
    .as("ranked");
  return db
    .select({ userId: ranked.userId, account: ACCOUNT_NAME, profile: ranked.profile, status: ranked.status })
    .from(ranked)
    .innerJoin(accounts, eq(accounts.id, ranked.accountId))
    .where(sql`${ranked.rank} <= ${FOUND_MAX + 1}`)
    .orderBy(asc(ranked.rank));
}
