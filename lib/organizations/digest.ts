import { and, asc, eq, gt, inArray } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { organizationAdmins } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import { continuityDigest, digestWeek, type AccountAtRisk } from "../domain/notices/continuity";
import type { Reader } from "../kernel/database";
import { tell } from "../kernel/people/notices";
import { ask } from "../kernel/read";
import { unrecordedAtOnce } from "../kernel/unrecorded";
import { isOrganizationAdmin } from "../row-state/organization-admin";
import { glancesOf } from "./continuity";

const ACCOUNTS_AT_ONCE = 200;

/**
 * Tells the admins of open accounts that depend on too few people, and the admins of their organizations, once a week: one
 * notice per person with all accounts that the person can do something about, whoever does this and however often. Nobody
 * hears of nothing.
 * @returns how many notices were written
 */
export async function tellOfContinuity(
  now: Date,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const week = digestWeek(now);
  const people = await findReaders(signal);
  let told = 0;
  for (const [userId, atRisk] of people) {
    if (signal.aborted) break;
    told += await unrecordedAtOnce("notice", (tx) => tell(tx, [userId], continuityDigest(week, atRisk)));
  }
  return told;
}

/** The accounts at risk, by the people who can do something about them. */
async function findReaders(signal: AbortSignal): Promise<ReadonlyMap<string, readonly AccountAtRisk[]>> {
  const people = new Map<string, AccountAtRisk[]>();
  let last = "00000000-0000-0000-0000-000000000000";
  while (!signal.aborted) {
    const page = await ask((db) => findAccounts(db, last));
    const ids = page.map(({ id }) => id);
    for (const { userId, ...account } of await ask((db) => findAtRisk(db, ids))) {
      people.set(userId, [...(people.get(userId) ?? []), account]);
    }
    const end = ids.at(-1);
    if (end === undefined || page.length < ACCOUNTS_AT_ONCE) break;
    last = end;
  }
  return people;
}

function findAccounts(db: Reader, after: string) {
  return db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(gt(accounts.id, after), eq(accounts.status, "active")))
    .orderBy(asc(accounts.id))
    .limit(ACCOUNTS_AT_ONCE);
}

async function findAtRisk(
  db: Reader,
  accountIds: readonly string[],
): Promise<(AccountAtRisk & { readonly userId: string })[]> {
  const glances = await glancesOf(db, accountIds);
  const atRisk = accountIds.filter((id) => glances.get(id)?.isAtRisk === true);
  if (atRisk.length === 0) return [];
  const admins = await db
    .select({ userId: users.id, id: accounts.id, name: accounts.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(
      and(
        inArray(accounts.id, atRisk),
        eq(memberships.profile, "admin"),
        eq(memberships.status, "active"),
        eq(users.status, "active"),
      ),
    )
    .orderBy(asc(accounts.id));
  const standIns = await db
    .select({
      userId: organizationAdmins.userId,
      id: accounts.id,
      name: accounts.name,
      organizationId: accounts.organizationId,
    })
    .from(organizationAdmins)
    .innerJoin(accounts, eq(accounts.organizationId, organizationAdmins.organizationId))
    .where(and(inArray(accounts.id, atRisk), isOrganizationAdmin()))
    .orderBy(asc(accounts.id));
  const known = new Set(admins.map(({ userId, id }) => `${userId} ${id}`));
  const readers = [
    ...admins.map((admin) => ({ ...admin, organizationId: null })),
    ...standIns.filter(({ userId, id }) => !known.has(`${userId} ${id}`)),
  ];
  return readers.map((reader) => ({
    ...reader,
    risks: (glances.get(reader.id)?.risks ?? []).map(({ text }) => text),
  }));
}
