/** What is about a person takes the locks of all accounts that the person is, or was, in. */
import type { Reader } from "../../kernel/database";
import { Moved, whileMoving } from "../../kernel/moved";
import { membershipsOf } from "./person";

/** The memberships of a person, all of whose accounts are locked. @throws DomainError conflict */
export async function assertLocked(tx: Reader, userId: string, accountIds: readonly string[]) {
  const rows = await membershipsOf(tx, userId);
  if (rows.some(({ account }) => !accountIds.includes(account.id))) {
    throw new Moved("This person joined another account at that moment.");
  }
  return rows;
}

/** Runs what takes the locks of all accounts that a person is, or was, in; once more where there is another meanwhile. */
export function overAccounts<T>(
  userId: string,
  run: (accountIds: readonly string[]) => Promise<T>,
): Promise<T> {
  return whileMoving((db) => accountIdsOf(db, userId), run);
}

/** The accounts that a person is, or was, in. */
export async function accountIdsOf(db: Reader, userId: string): Promise<string[]> {
  return (await membershipsOf(db, userId)).map(({ account }) => account.id);
}
