import type { SupportPerson } from "../../contracts/support-people";
import { findAccount } from "../../kernel/access";
import { bySupporter } from "../../kernel/authority";
import { change, type Outcome } from "../../kernel/change";
import type { StaffContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { assertLooks, assertStaff, viewsOnRecords } from "../../kernel/staff-view";
import { accountIdsOf, assertLocked, overAccounts } from "./over-accounts";
import { findSupportPerson } from "./person";

/**
 * Opens a person to whoever of support asks, for an hour: a look at each account that the person is, or was, in, on whose
 * records the reason goes (R11). Whoever is in none is open to support without one.
 * @throws DomainError not_found | forbidden | conflict
 */
export function openLookAtPerson(ctx: StaffContext, userId: string, reason: string): Promise<SupportPerson> {
  return overAccounts(userId, (accountIds) =>
    change(bySupporter(ctx), accountIds, async (tx) => {
      await assertLocked(tx, userId, accountIds);
      const audit = await lookAtAll(tx, ctx, accountIds, reason);
      return { value: await findSupportPerson(tx, userId), audit };
    }),
  );
}

/** What a look at a person leaves on the records of all accounts, whose locks are had. */
export async function lookAtAll(
  tx: Transaction,
  ctx: StaffContext,
  accountIds: readonly string[],
  reason: string,
): Promise<Outcome<unknown>["audit"]> {
  const accounts = [];
  for (const id of accountIds) accounts.push(await findAccount(tx, id));
  return viewsOnRecords(tx, ctx, accounts, { kind: "reason", reason });
}

/**
 * A person in all accounts, for support under an open look at each of them, with what stops without the person (R6).
 * @throws DomainError not_found | forbidden | look_needs_reason
 */
export function getPersonAsSupport(ctx: StaffContext, userId: string): Promise<SupportPerson> {
  return ask(async (db) => {
    await assertStaff(db, ctx);
    const person = await findSupportPerson(db, userId);
    await assertLooks(db, ctx, await accountIdsOf(db, userId));
    return person;
  });
}
