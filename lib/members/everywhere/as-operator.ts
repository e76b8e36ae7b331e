import { eq } from "drizzle-orm";

import { users } from "@/db/schema/users";

import { notFound } from "../../domain/errors";
import { bySystem } from "../../kernel/authority";
import { ask } from "../../kernel/read";
import { changeStatus, deactivate, reactivate } from "./change-status";

type Person = { readonly email: string; readonly reason: string };

/**
 * Deactivates a person in all accounts by a command of the operator, by the rules of support's.
 * @returns false where the person was so already
 * @throws DomainError not_found | last_admin | last_organization_admin
 */
export async function deactivatePersonAsOperator(
  command: string,
  { email, ...changing }: Person & { readonly leavesNone: boolean },
): Promise<boolean> {
  const input = { ...changing, userId: await findId(email) };
  return changeStatus(bySystem(command), input, "deactivated", {
    work: (tx, locked) => deactivate(tx, locked, input),
    ifSo: async () => "unchanged",
  });
}

/** Brings a person back. @returns false where the person was active already @throws DomainError not_found */
export async function reactivatePersonAsOperator(
  command: string,
  { email, reason }: Person,
): Promise<boolean> {
  const input = { reason, userId: await findId(email) };
  return changeStatus(bySystem(command), input, "active", {
    work: (tx, locked) => reactivate(tx, locked, input),
    ifSo: async () => "unchanged",
  });
}

async function findId(email: string): Promise<string> {
  const [person] = await ask((db) =>
    db.select({ id: users.id }).from(users).where(eq(users.email, email.toLowerCase())),
  );
  if (!person) throw notFound();
  return person.id;
}
