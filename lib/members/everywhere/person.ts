/** How a person in all accounts is read, with what stops without the person (R6). */
import { and, asc, count, eq } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { sessions, users } from "@/db/schema/users";

import type { SupportPerson } from "../../contracts/support-people";
import { notFound } from "../../domain/errors";
import type { Reader } from "../../kernel/database";
import { IS_OPEN_SESSION } from "../../kernel/open-session";
import { findRightsLost } from "../../kernel/organization-admins";
import { selectLiveKeysOf } from "../live-keys";
import { isLastAdmin } from "../lock";

/** The person's memberships with their accounts, in the order in which accounts are locked. */
export function membershipsOf(db: Reader, userId: string) {
  return db
    .select({
      id: memberships.id,
      profile: memberships.profile,
      status: memberships.status,
      isShared: memberships.isShared,
      account: {
        id: accounts.id,
        name: accounts.name,
        environment: accounts.environment,
        status: accounts.status,
      },
    })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(eq(memberships.userId, userId))
    .orderBy(asc(accounts.id));
}
export type MembershipRow = Awaited<ReturnType<typeof membershipsOf>>[number];

/** What stops in one account without the person. */
export async function stopsIn(db: Reader, userId: string, membership: MembershipRow) {
  if (membership.status !== "active") return { liveKeys: 0, callsLastDay: 0, isLastAdmin: false };
  const keys = await selectLiveKeysOf(db, membership.account.id, userId);
  return {
    liveKeys: keys.length,
    callsLastDay: keys.reduce((sum, key) => sum + key.callsLastDay, 0),
    isLastAdmin: await isLastAdmin(db, membership.account.id, membership),
  };
}

/** A person with all that support sees of one. @throws DomainError not_found */
export async function findSupportPerson(db: Reader, userId: string): Promise<SupportPerson> {
  const [person] = await db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      status: users.status,
      staffRole: users.staffRole,
    })
    .from(users)
    .where(eq(users.id, userId));
  if (!person) throw notFound();
  const { staffRole, ...rest } = person;
  const isActive = person.status === "active";
  const shown: SupportPerson["memberships"] = [];
  for (const row of await membershipsOf(db, userId)) {
    const { id: _id, account, ...membership } = row;
    const { status, ...named } = account;
    const preview = await stopsIn(db, userId, row);
    shown.push({
      ...membership,
      account: { ...named, isClosed: status === "closed" },
      preview: { ...preview, isLastAdmin: isActive && preview.isLastAdmin },
    });
  }
  return {
    ...rest,
    isStaff: staffRole !== null,
    memberships: shown,
    organizations: await findRightsLost(db, userId, null),
    openSessions: await countOpenSessions(db, userId),
    liveKeys: shown.reduce((sum, { preview }) => sum + preview.liveKeys, 0),
    callsLastDay: shown.reduce((sum, { preview }) => sum + preview.callsLastDay, 0),
    blockedBy: shown
      .filter(({ preview }) => preview.isLastAdmin)
      .map(({ account: { id, name } }) => ({ id, name })),
  };
}

async function countOpenSessions(db: Reader, userId: string): Promise<number> {
  const [row] = await db
    .select({ sessions: count() })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), IS_OPEN_SESSION));
  return row?.sessions ?? 0;
}
