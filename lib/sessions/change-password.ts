import { eq } from "drizzle-orm";

import { users } from "@/db/schema/users";

import { DomainError, invalid } from "../domain/errors";
import type { SessionContext } from "../kernel/context";
import { mutateOwn } from "../kernel/mutate";
import { ask } from "../kernel/read";
import { hashPassword, verifyPassword } from "../platform/passwords";
import { endOtherSessions } from "./revoke-others";
import { countTry, forgiveTry, subjectsOf } from "./sign-in-limit";

type PasswordChange = { readonly currentPassword: string; readonly newPassword: string };

/**
 * Changes the person's password and ends all other sessions, in one transaction. Wrong current passwords count like
 * failed sign-ins, so that a session left open is no way to guess.
 * @throws DomainError validation_failed | too_many_attempts
 */
export async function changePassword(ctx: SessionContext, input: PasswordChange): Promise<void> {
  const subjects = subjectsOf(ctx.user.email, ctx.request.address);
  await ask((db) => countTry(db, subjects));
  const before = await currentHash(ctx);
  if (!(await verifyPassword(before, input.currentPassword))) {
    throw invalid("/currentPassword", "wrong_password", "This is not your current password.");
  }
  await ask((db) => forgiveTry(db, subjects));
  if (input.newPassword === input.currentPassword) {
    throw invalid("/newPassword", "same_password", "This is your current password. Choose another one.");
  }
  const passwordHash = await hashPassword(input.newPassword);
  return mutateOwn(ctx, async (tx) => {
    const [now] = await tx
      .select({ passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, ctx.user.id))
      .for("update");
    if (now?.passwordHash !== before) {
      throw new DomainError("conflict", "The password was changed meanwhile. Sign in again to go on.");
    }
    await tx.update(users).set({ passwordHash }).where(eq(users.id, ctx.user.id));
    const ended = await endOtherSessions(tx, ctx);
    const subject = { kind: "user" as const, id: ctx.user.id, name: ctx.user.name };
    return { value: undefined, audit: [{ action: "password.changed" as const, subject }, ...ended] };
  });
}

async function currentHash(ctx: SessionContext): Promise<string | null> {
  const [row] = await ask((db) =>
    db.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, ctx.user.id)),
  );
  return row?.passwordHash ?? null;
}
