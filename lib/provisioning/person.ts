import { eq } from "drizzle-orm";

import { users } from "@/db/schema/users";

import { DomainError } from "../domain/errors";
import { appendAsSystem } from "../kernel/audit";
import type { Transaction } from "../kernel/database";
import { newId } from "../platform/ids";

export type NewPerson = {
  /** Who adds the person, as the record names it. */
  readonly command: string;
  /** The address that the person signs in with; kept in lower case. */
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

/**
 * Adds a person, with whose creation the person's own record begins, and who chooses another password at the first
 * sign-in by this one.
 * @throws DomainError conflict where the address is taken
 */
export async function insertPerson(tx: Transaction, input: NewPerson): Promise<Person> {
  const email = input.email.toLowerCase();
  const [person] = await tx
    .insert(users)
    .values({
      id: newId(),
      email,
      name: input.name,
      passwordHash: input.passwordHash,
      mustChangePassword: input.passwordHash !== null,
      staffRole: input.isStaff ? "support" : null,
    })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id, name: users.name });
  if (!person) throw new DomainError("conflict", `There is a person with the address ${email} already.`);
  await appendAsSystem(tx, input.command, person.id, [
    {
      action: "person.created",
      subject: { kind: "user", id: person.id, name: person.name },
      after: { isStaff: input.isStaff },
    },
  ]);
  return person;
}
