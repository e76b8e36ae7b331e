import { asc, eq, sql } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { memberships } from "@/db/schema/accounts";
import { notices } from "@/db/schema/jobs";
import { users } from "@/db/schema/users";

import type { Notice } from "../../domain/notices/notice";
import { newId } from "../../platform/ids";
import { isActiveAdmin } from "../accounts/active-admin";
import { DUE_NOW } from "./mail-queue";

/**
 * Tells people of an event, inside the transaction of what it tells about: they are told if it happened, and only
 * then. Nobody is told twice of the same event, however often this is repeated.
 * @returns how many were told now
 */
export function tell(tx: Transaction, userIds: readonly string[], notice: Notice): Promise<number> {
  return tellEach(
    tx,
    [...new Set(userIds)].map((userId) => ({ userId, notice })),
  );
}

/** The same where each person is told something else of it. */
export async function tellEach(
  tx: Transaction,
  told: readonly { readonly userId: string; readonly notice: Notice }[],
): Promise<number> {
  if (told.length === 0) return 0;
  // Two that tell the same people meet in the same order, and wait instead of deadlocking.
  const inOrder = told.toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
  const rows = inOrder.map(({ userId, notice }) => ({
    ...notice,
    id: newId(),
    userId,
    createdAt: sql`clock_timestamp()`,
    mailDueAt: DUE_NOW,
  }));
  const made = await tx.insert(notices).values(rows).onConflictDoNothing().returning({ id: notices.id });
  return made.length;
}

/** The active admins of an account, whom its notices go to. */
export async function findAdmins(tx: Transaction, accountId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: users.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(isActiveAdmin(accountId))
    .orderBy(asc(users.id));
  return rows.map((row) => row.id);
}
