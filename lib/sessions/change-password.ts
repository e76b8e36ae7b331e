import { eq } from "drizzle-orm";

import { sessions, users } from "@/db/schema/users";

import { DomainError, invalid, passwordSignInClosed } from "../domain/errors";
import { normalizePassword } from "../domain/people/passwords";
import type { SessionContext } from "../kernel/context";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";
import { findOwnNames } from "../kernel/own-words";
import { ask } from "../kernel/read";
import { endPasswordLink, forgetTries } from "../kernel/people/tried-person";
import { isPasswordSignInOpen } from "../platform/settings/env";
import { passwordFault } from "../platform/passwords/password-rule";
import { withPasswordWork, type PasswordWork } from "../platform/passwords/passwords";
import { notingRefusals } from "./note-refusal";
import { endOtherSessions } from "./revoke-others";
import { countTry, forgiveTry, originOf, sessionSubjects } from "./throttle";

type PasswordChange = { readonly currentPassword: string; readonly newPassword: string };

/**
 * Changes the person's password, ends all other sessions and forgets which browsers were known, in one transaction.
 * Wrong current passwords are counted per session, so that one left open is no way to guess and no stranger holds it up.
 * @throws DomainError validation_failed | too_many_attempts | too_busy | password_sign_in_closed
 */
export function changePassword(ctx: SessionContext, input: PasswordChange): Promise<void> {
  const caller = { isKnown: true, origin: originOf(ctx.request.address) };
  const change = async (passwords: PasswordWork) => {
    const current = await findCurrent(ctx);
    if (!isPasswordSignInOpen() && current?.signInMethod !== "password") throw passwordSignInClosed();
    const before = current?.passwordHash ?? null;
    await assertCurrent(ctx, before, input.currentPassword, passwords);
    await assertGood(ctx, input);
    const passwordHash = await passwords.hash(input.newPassword);
    await saveChange(ctx, before, passwordHash);
  };
  return notingRefusals(ctx.request, { userId: ctx.user.id }, () => withPasswordWork(caller, change));
}

async function findCurrent(ctx: SessionContext) {
  const [row] = await ask((db) =>
    db
      .select({ passwordHash: users.passwordHash, signInMethod: sessions.signInMethod })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(eq(sessions.publicId, ctx.sessionId)),
  );
  return row ?? null;
}

async function assertCurrent(
  ctx: SessionContext,
  passwordHash: string | null,
  password: string,
  { verify }: PasswordWork,
): Promise<void> {
  const subjects = sessionSubjects(ctx.sessionId, ctx.user.email);
  await countTry(subjects);
  if (!(await verify(passwordHash, password))) {
    throw invalid("/currentPassword", "wrong_password", "This is not your current password.");
  }
  await forgiveTry(subjects);
}

async function assertGood(
  ctx: SessionContext,
  { currentPassword, newPassword }: PasswordChange,
): Promise<void> {
  if (normalizePassword(newPassword) === normalizePassword(currentPassword)) {
    throw invalid("/newPassword", "same_password", "This is your current password. Choose another one.");
  }
  const names = await ask((db) => findOwnNames(db, ctx.user.id));
  const fault = await passwordFault(newPassword, [ctx.user.email, ctx.user.name, ...names]);
  if (fault) throw invalid("/newPassword", fault.code, fault.detail);
}

function saveChange(ctx: SessionContext, before: string | null, passwordHash: string): Promise<void> {
  return change(byPerson(ctx), [], async (tx) => {
    const [now] = await tx
      .select({ passwordHash: users.passwordHash })
      .from(users)
      .where(eq(users.id, ctx.user.id))
      .for("update");
    if (now?.passwordHash !== before) {
      throw new DomainError("conflict", "The password was changed meanwhile. Sign in again to go on.");
    }
    const change = { passwordHash, mustChangePassword: false, devicesKnownSince: new Date() };
    await tx.update(users).set(change).where(eq(users.id, ctx.user.id));
    await forgetTries(tx, ctx.user.email);
    await endPasswordLink(tx, ctx.user.email);
    const ended = await endOtherSessions(tx, ctx);
    const subject = { kind: "user" as const, id: ctx.user.id, name: ctx.user.name };
    return { value: undefined, audit: [{ action: "password.changed" as const, subject }, ...ended] };
  });
}
