/** What is about an organization goes on the records of its accounts, so it takes the locks of all of them, and then its own. */
import type { Reader, Transaction } from "../database";
import { Moved, whileMoving } from "../moved";
import { lockOrganizations } from "./organization-admins";
import { notFound } from "../../domain/errors";
import { accountIdsOf } from "./organization-access";

/**
 * Runs what takes the locks of all accounts of an organization; once more where one came or went meanwhile.
 * @param before what has to hold before its accounts are named
 * @throws DomainError conflict, and what both throw
 */
export function overAccounts<T>(
  organizationId: string,
  run: (accountIds: readonly string[]) => Promise<T>,
  before: (db: Reader) => Promise<unknown> = async () => undefined,
): Promise<T> {
  return whileMoving(async (db) => {
    await before(db);
    return accountIdsOf(db, organizationId);
  }, run);
}

/**
 * The organization under the lock of its row, behind those of its accounts. An account comes to it and goes under that lock,
 * so these are its accounts until the end; and of two changes of its admins, or of its claims, one sees the other.
 * @throws DomainError not_found, and Moved where it has other accounts by now
 */
export async function lockPlace(
  tx: Transaction,
  organizationId: string,
  accountIds: readonly string[],
): Promise<{ readonly id: string; readonly name: string }> {
  const [organization] = await lockOrganizations(tx, [organizationId]);
  if (!organization) throw notFound();
  const now = await accountIdsOf(tx, organizationId);
  if (now.length !== accountIds.length || now.some((id) => !accountIds.includes(id))) {
    throw new Moved("An account came to this organization, or left it, at that moment.");
  }
  return organization;
}
