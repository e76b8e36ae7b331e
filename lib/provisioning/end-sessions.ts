import { eq } from "drizzle-orm";

import { users } from "@/db/schema/users";

import { notFound } from "../domain/errors";
import { bySystem } from "../kernel/authority";
import { change } from "../kernel/change";
import { endSessionsOf } from "../kernel/people/end-sessions";
import { ask } from "../kernel/read";

/**
 * Ends all sessions of a person without anybody signed in, each on the person's record. Browsers stay known and the
 * password stays as it is: whoever has it can sign in again.
 * @param sessionId the only one to end, as the record names it
 * @returns how many sessions it ended
 * @throws DomainError not_found
 */
export async function endSessions(
  command: string,
  email: string,
  reason: string,
  sessionId?: string,
): Promise<number> {
  const [person] = await ask((db) =>
    db.select({ id: users.id }).from(users).where(eq(users.email, email.toLowerCase())),
  );
  if (!person) throw notFound();
  return change(bySystem(command, person.id), [], async (tx) => {
    // The person's row first: a sign-in that is under way has begun its session before this.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, person.id)).for("no key update");
    const ended = await endSessionsOf(tx, person.id, reason, sessionId);
    return { value: ended.length, audit: ended.length === 0 ? "unchanged" : ended };
  });
}
