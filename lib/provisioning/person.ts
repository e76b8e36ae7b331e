import { eq } from "drizzle-orm";

import { users } from "@/db/schema/users";

import { DomainError } from "../domain/errors";
import type { Transaction } from "../kernel/database";
import { newId } from "../platform/ids";

export type NewPerson = {
  /** As people sign in with it; kept in lower case. */
  readonly email: string;
  readonly name: string;
  /** Argon2id in PHC form; null for people who sign in through an OpenID Connect issuer only. */
  readonly passwordHash: string | null;
  readonly isStaff: boolean;
};

export type Person = { readonly id: string; readonly name: string };

/** The person with this address, or null. */
export async function findPerson(tx: Transaction, email: string): Promise<Person | null> {
  const [person] = await tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(eq(users.email, email.toLowerCase()));
  return person ?? null;
}

/** Adds a person. @throws DomainError conflict where the address is taken */
export async function insertPerson(tx: Transaction, input: NewPerson): Promise<Person> {
  const email = input.email.toLowerCase();
  const [person] = await tx
    .insert(users)
    .values({
      id: newId(),
      email,
      name: input.name,
      passwordHash: input.passwordHash,
      staffRole: input.isStaff ? "support" : null,
    })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id, name: users.name });
  if (!person) throw new DomainError("conflict", `There is a person with the address ${email} already.`);
  return person;
}
