/** How a person in all accounts is read, with what stops without the person (R6). */
import { and, asc, count, eq } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { sessions, users } from "@/db/schema/users";

import type { SupportPerson } from "../../contracts/support/support-people";
import { notFound } from "../../domain/errors";
import type { Reader } from "../../kernel/database";
import { IS_OPEN_SESSION } from "../../kernel/people/open-session";
import { findRightsLost } from "../../kernel/accounts/organization-admins";
import { selectLiveKeysIn } from "../live-keys";
import { findLastAdmined } from "./stops";

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

/** Keys that a preview names; the totals count the others too. */
const NAMED_KEYS_MAX = 200;

/** What stops without the person, by the accounts in which the person is active. */
async function findPreviews(db: Reader, userId: string, rows: readonly MembershipRow[]) {
  const ids = rows.filter(({ status }) => status === "active").map(({ account }) => account.id);
  const keys = ids.length === 0 ? [] : await selectLiveKeysIn(db, ids, userId);
  const named = new Set(keys.slice(0, NAMED_KEYS_MAX).map(({ id }) => id));
  const lastAdmined = await findLastAdmined(db, userId, ids);
  const byAccount = new Map<string, typeof keys>();
  for (const key of keys) byAccount.set(key.accountId, [...(byAccount.get(key.accountId) ?? []), key]);
  return (accountId: string): SupportPerson["memberships"][number]["preview"] => {
    const theirs = byAccount.get(accountId) ?? [];
    return {
      liveKeys: theirs.length,
      callsLastDay: theirs.reduce((sum, key) => sum + key.callsLastDay, 0),
      keys: theirs
        .filter(({ id }) => named.has(id))
        .map(({ id, name, callsLastDay }) => ({ id, name, callsLastDay })),
      isLastAdmin: lastAdmined.has(accountId),
    };
  };
}

/**
 * A person with all that support sees of one.
 * @param accountIds whose records say why: an account that the person has joined meanwhile is left out
 * @throws DomainError not_found
 */
export async function findSupportPerson(
  db: Reader,
  userId: string,
  accountIds?: readonly string[],
): Promise<SupportPerson> {
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
  const all = await membershipsOf(db, userId);
  const rows = accountIds ? all.filter(({ account }) => accountIds.includes(account.id)) : all;
  const previewOf = await findPreviews(db, userId, rows);
  const shown = rows.map(({ id: _id, account: { status, ...named }, ...membership }) => {
    const preview = previewOf(named.id);
    return {
      ...membership,
      account: { ...named, isClosed: status === "closed" },
      preview: { ...preview, isLastAdmin: isActive && preview.isLastAdmin },
    };
  });
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
