import { and, eq, gt, isNull, sql } from "drizzle-orm";

import { sessions, users } from "@/db/schema/users";

import { notFound } from "../domain/errors";
import { mutateAsSystem } from "../kernel/mutate";
import { ask } from "../kernel/read";

/**
 * Gives a person another password and ends all of the person's sessions, in one transaction, on the person's record.
 * @param passwordHash Argon2id in PHC form
 * @returns how many sessions it ended
 * @throws DomainError not_found
 */
export async function setPassword(command: string, email: string, passwordHash: string): Promise<number> {
  const [person] = await ask((db) =>
    db.select({ id: users.id, name: users.name }).from(users).where(eq(users.email, email.toLowerCase())),
  );
  if (!person) throw notFound();
  return mutateAsSystem(command, person.id, async (tx) => {
    // The person's row first: a sign-in that is under way has begun its session before this, or is refused after it.
    await tx.update(users).set({ passwordHash }).where(eq(users.id, person.id));
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(
        and(eq(sessions.userId, person.id), isNull(sessions.revokedAt), gt(sessions.expiresAt, sql`now()`)),
      )
      .returning({ id: sessions.publicId });
    return {
      value: ended.length,
      audit: [
        { action: "password.changed", subject: { kind: "user", id: person.id, name: person.name } },
        ...ended.map(({ id }) => ({
          action: "session.revoked" as const,
          subject: { kind: "session", id, name: "Session" },
        })),
      ],
    };
  });
}
