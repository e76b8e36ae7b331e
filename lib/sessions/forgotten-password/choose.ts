import { and, eq, gt, sql } from "drizzle-orm";

import { passwordLinks } from "@/db/schema/mailed-links";
import { users } from "@/db/schema/users";

import { invalid, linkNotValid, passwordSignInClosed } from "../../domain/errors";
import type { AuditEntry } from "../../domain/record/audit-event";
import { byPerson } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { RequestInfo } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { endSessionsOf } from "../../kernel/people/end-sessions";
import { findOwnNames } from "../../kernel/own-words";
import { ask } from "../../kernel/read";
import { forgetTries } from "../../kernel/people/tried-person";
import { isPasswordSignInOpen } from "../../platform/settings/env";
import { linkHash } from "../../platform/secrets/link-token";
import { passwordFault } from "../../platform/passwords/password-rule";
import { withPasswordWork } from "../../platform/passwords/passwords";
import { originOf } from "../throttle";

/**
 * Gives the person whom a link was mailed to another password. The link is spent by it, all sessions of the person end,
 * no browser is known any more, and what slowed down the person's sign-in is forgotten: in one transaction, on the
 * person's record. A password that is refused leaves the link as it is.
 * @throws DomainError link_not_valid | validation_failed | too_busy | password_sign_in_closed
 */
export async function chooseForgottenPassword(
  input: { readonly token: string; readonly newPassword: string },
  request: RequestInfo,
): Promise<void> {
  if (!isPasswordSignInOpen()) throw passwordSignInClosed();
  const hash = linkHash(input.token);
  const person = await findPerson(hash);
  if (!person) throw linkNotValid();
  const names = await ask((db) => findOwnNames(db, person.id));
  const fault = await passwordFault(input.newPassword, [person.email, person.name, ...names]);
  if (fault) throw invalid("/newPassword", fault.code, fault.detail);
  const caller = { isKnown: true, origin: originOf(request.address) };
  const passwordHash = await withPasswordWork(caller, (passwords) => passwords.hash(input.newPassword));
  await change(byPerson({ user: { ...person, isStaff: false }, request }), [], async (tx) => {
    await lockPerson(tx, person.id);
    const spent = await tx.delete(passwordLinks).where(isLink(hash));
    if (spent.rowCount !== 1) throw linkNotValid();
    await tx
      .update(users)
      .set({ passwordHash, mustChangePassword: false, devicesKnownSince: new Date() })
      .where(eq(users.id, person.id));
    await forgetTries(tx, person.email);
    const ended = await endSessionsOf(tx, person.id);
    const subject = { kind: "user", id: person.id, name: person.name };
    const changed: AuditEntry = { action: "password.changed", subject, after: { by: "mailed link" } };
    return { value: undefined, audit: [changed, ...ended] };
  });
}

/** The link with this token, unless its time is over. */
function isLink(hash: Buffer) {
  return and(eq(passwordLinks.tokenHash, hash), gt(passwordLinks.expiresAt, sql`now()`));
}

function findPerson(hash: Buffer) {
  return ask(async (db) => {
    const [person] = await db
      .select({ id: users.id, email: users.email, name: users.name })
      .from(passwordLinks)
      .innerJoin(users, eq(users.id, passwordLinks.userId))
      .where(and(isLink(hash), eq(users.status, "active")));
    return person ?? null;
  });
}

/** The person's row first, as wherever a password changes. @throws DomainError link_not_valid for a person deactivated meanwhile */
async function lockPerson(tx: Transaction, userId: string): Promise<void> {
  const [person] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.status, "active")))
    .for("update");
  if (!person) throw linkNotValid();
}
