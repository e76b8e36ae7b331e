import { eq } from "drizzle-orm";

import { users } from "@/db/schema/users";

import type { SupportPerson } from "../../contracts/support/support-people";
import { notFound } from "../../domain/errors";
import { findAccounts } from "../../kernel/access";
import { bySupporter } from "../../kernel/authority";
import { change, type Outcome } from "../../kernel/change";
import type { StaffContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { assertLooks, assertStaff, viewOfPerson, viewsOnRecords } from "../../kernel/cases/staff-view";
import { accountIdsOf, assertLocked, overAccounts } from "./over-accounts";
import { findSupportPerson } from "./person";

/**
 * Opens a person to whoever of support asks, for an hour: a look at each account that the person is, or was, in, on whose
 * records the reason goes (R11); on the person's own record where there is no account.
 * @throws DomainError not_found | forbidden | conflict
 */
export async function openLookAtPerson(
  ctx: StaffContext,
  userId: string,
  reason: string,
): Promise<SupportPerson> {
  const looked = await overAccounts(userId, (accountIds) =>
    change(bySupporter(ctx), accountIds, async (tx) => {
      await assertLocked(tx, userId, accountIds);
      return { value: accountIds, audit: await lookAtAll(tx, ctx, { userId, accountIds }, reason) };
    }),
  );
  return ask((db) => findSupportPerson(db, userId, looked));
}

/** What a look at a person leaves on the records of all accounts, whose locks are had, or else on the person's own. */
export async function lookAtAll(
  tx: Transaction,
  ctx: StaffContext,
  { userId, accountIds }: { readonly userId: string; readonly accountIds: readonly string[] },
  reason: string,
): Promise<Outcome<unknown>["audit"]> {
  const cause = { kind: "reason", reason } as const;
  if (accountIds.length > 0) return viewsOnRecords(tx, ctx, await findAccounts(tx, accountIds), cause);
  const [person] = await tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(eq(users.id, userId))
    .for("no key update");
  if (!person) throw notFound();
  return viewOfPerson(tx, ctx, person, cause);
}

/**
 * A person in all accounts, for support under an open look at each of them, or at the person who is in none, with what stops
 * without the person (R6).
 * @throws DomainError not_found | forbidden | look_needs_reason
 */
export function getPersonAsSupport(ctx: StaffContext, userId: string): Promise<SupportPerson> {
  return ask(async (db) => {
    await assertStaff(db, ctx);
    const accountIds = await accountIdsOf(db, userId);
    const person = await findSupportPerson(db, userId, accountIds);
    await assertLooks(db, ctx, accountIds.length > 0 ? accountIds : [userId]);
    return person;
  });
}
