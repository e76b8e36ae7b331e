import { eq } from "drizzle-orm";

import { users } from "@/db/schema/users";

import { notFound } from "../domain/errors";
import { bySystem } from "../kernel/authority";
import { change } from "../kernel/change";
import { endSessionsOf } from "../kernel/people/end-sessions";
import { ask } from "../kernel/read";
import { endPasswordLink, forgetTries } from "../kernel/people/tried-person";

/** How long somebody may sign in by password who was given one while that way is closed. */
const OPEN_MINUTES = 60;

type PasswordSet = {
  /** How many sessions it ended. */
  readonly ended: number;
  /** Until when the person may sign in by password; null where everybody may. */
  readonly openUntil: Date | null;
};

/**
 * Gives a person another password and ends all of the person's sessions, in one transaction, on the person's record. It has
 * to be changed at the next sign-in, ends whatever slows the person's sign-in down, and no browser is known any more.
 * @param passwordHash Argon2id in PHC form
 * @param isPasswordOpen false where PASSWORD_SIGN_IN is off: it is opened for this person, for an hour
 * @throws DomainError not_found
 */
export async function setPassword(
  command: string,
  email: string,
  passwordHash: string,
  isPasswordOpen = true,
): Promise<PasswordSet> {
  const [person] = await ask((db) =>
    db.select({ id: users.id, name: users.name }).from(users).where(eq(users.email, email.toLowerCase())),
  );
  if (!person) throw notFound();
  const now = new Date();
  const openUntil = isPasswordOpen ? null : new Date(now.getTime() + OPEN_MINUTES * 60_000);
  return change(bySystem(command, person.id), [], async (tx) => {
    // The person's row first: a sign-in that is under way has begun its session before this, or is refused after it.
    await tx
      .update(users)
      .set({ passwordHash, mustChangePassword: true, devicesKnownSince: now, passwordOpenUntil: openUntil })
      .where(eq(users.id, person.id));
    await forgetTries(tx, email);
    await endPasswordLink(tx, email);
    const ended = await endSessionsOf(tx, person.id);
    return {
      value: { ended: ended.length, openUntil },
      audit: [
        {
          action: "password.changed",
          subject: { kind: "user", id: person.id, name: person.name },
          after: openUntil && { openUntil: openUntil.toISOString() },
        },
        ...ended,
      ],
    };
  });
}
