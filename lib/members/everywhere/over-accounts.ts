/** What is about a person takes the locks of all accounts that the person is, or was, in. */
import { DomainError } from "../../domain/errors";
import type { Reader } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { membershipsOf } from "./person";

/** The person came into another account between the question and the locks. */
class AccountsMoved extends DomainError {
  constructor() {
    super("conflict", "This person joined another account at that moment. Nothing was changed. Try again.", {
      retryAfterSeconds: 1,
    });
  }
}

/** The memberships of a person, all of whose accounts are locked. @throws DomainError conflict */
export async function assertLocked(tx: Reader, userId: string, accountIds: readonly string[]) {
  const rows = await membershipsOf(tx, userId);
  if (rows.some(({ account }) => !accountIds.includes(account.id))) throw new AccountsMoved();
  return rows;
}

const ATTEMPTS = 3;

/** Runs what takes the locks of all accounts that a person is, or was, in; once more where there is another meanwhile. */
export async function overAccounts<T>(
  userId: string,
  run: (accountIds: readonly string[]) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run(await ask((db) => accountIdsOf(db, userId)));
    } catch (error) {
      if (error instanceof AccountsMoved && attempt < ATTEMPTS) continue;
      throw error;
    }
  }
}

/** The accounts that a person is, or was, in. */
export async function accountIdsOf(db: Reader, userId: string): Promise<string[]> {
  return (await membershipsOf(db, userId)).map(({ account }) => account.id);
}
