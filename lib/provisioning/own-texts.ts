import { eq } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { users } from "@/db/schema/users";

import { findOwnNames } from "../kernel/own-words";
import { ask } from "../kernel/read";

/** What others know of a person, by which a password would be guessed: address, name, and names of accounts. */
export function ownTextsOf(email: string, accountId?: string): Promise<string[]> {
  return ask(async (db) => {
    const [person] = await db
      .select({ id: users.id, name: users.name })
      .from(users)
      .where(eq(users.email, email.toLowerCase()));
    const places = accountId
      ? await db.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, accountId))
      : [];
    const own = person ? [person.name, ...(await findOwnNames(db, person.id))] : [];
    return [email, ...own, ...places.map(({ name }) => name)];
  });
}
