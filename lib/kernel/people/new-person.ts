import { sql } from "drizzle-orm";

import type { Transaction } from "@/db/client";

import { newId } from "../../platform/ids";

export type NewPerson = {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  /** Argon2id in PHC form; null for people who sign in through an issuer. */
  readonly passwordHash: string | null;
  /** `issuer subject`; null for people who sign in by password. */
  readonly oidcSubject: string | null;
};

/**
 * Adds a person who was invited: nobody's staff, since the application's login may write no more columns than these. For a
 * change that puts it on the person's record. @returns false where the address or the identity is somebody's by now
 */
export async function insertInvitedPerson(tx: Transaction, person: NewPerson): Promise<boolean> {
  const { id, email, name, passwordHash, oidcSubject } = person;
  const made = await tx.execute(
    sql`insert into users (id, email, name, password_hash, oidc_subject)
        values (${id}, ${email}, ${name}, ${passwordHash}, ${oidcSubject}) on conflict do nothing`,
  );
  return made.rowCount === 1;
}

/** Makes a person a member. @returns the membership's id; null for somebody who is, or was, a member */
export async function insertMembership(
  tx: Transaction,
  membership: {
    readonly accountId: string;
    readonly environment: string;
    readonly userId: string;
    readonly profile: string;
  },
): Promise<string | null> {
  const { accountId, environment, userId, profile } = membership;
  const id = newId();
  const made = await tx.execute(
    sql`insert into memberships (id, account_id, environment, user_id, profile)
        values (${id}, ${accountId}, ${environment}, ${userId}, ${profile}) on conflict do nothing`,
  );
  return made.rowCount === 1 ? id : null;
}
