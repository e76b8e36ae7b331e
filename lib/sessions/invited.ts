import { and, eq } from "drizzle-orm";

import { invitations } from "@/db/schema/mailed-links";

import { knownEmail } from "../domain/people/mailed-links";
import { byPerson } from "../kernel/authority";
import { change } from "../kernel/change";
import type { RequestInfo } from "../kernel/context";
import { insertInvitedPerson } from "../kernel/people/new-person";
import { ask } from "../kernel/read";
import { newId } from "../platform/ids";
import { IS_VALID_INVITATION } from "../row-state/open-invitation";
import type { SessionOwner } from "./start";

const NAME_MAX = 100;

/** What an issuer says of a person whose email it has verified. */
type Vouched = {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  readonly name?: string | null | undefined;
};

/**
 * Adds the person whom an issuer vouches for where an invitation to the verified address can be accepted: signed in, he or
 * she accepts it by its link, and is a member of nothing before. On the person's record, with the identity.
 * @returns null where nobody invites the address, or somebody has it
 */
export async function admitInvited(
  identity: Vouched,
  oidcSubject: string,
  request: RequestInfo,
): Promise<SessionOwner | null> {
  const email = knownEmail(identity.email);
  const [invited] = await ask((db) =>
    db
      .select({ id: invitations.id })
      .from(invitations)
      .where(and(eq(invitations.email, email), IS_VALID_INVITATION))
      .limit(1),
  );
  if (!invited) return null;
  const owner = { id: newId(), email, name: nameOf(identity, email) };
  return change(byPerson({ user: { ...owner, isStaff: false }, request }), [], async (tx) => {
    const isAdded = await insertInvitedPerson(tx, { ...owner, passwordHash: null, oidcSubject });
    if (!isAdded) return { value: null, audit: "unchanged" };
    const subject = { kind: "user", id: owner.id, name: owner.name };
    const { issuer, subject: issued } = identity;
    return {
      value: owner,
      audit: [
        { action: "person.created", subject, after: { isStaff: false, by: "invitation" } },
        { action: "identity.linked", subject, after: { issuer, subject: issued } },
      ],
    };
  });
}

/** The issuer's name for the person in one line, or what stands before the @. */
function nameOf({ name }: Vouched, email: string): string {
  const given = (name ?? "").replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return (given === "" ? email.replace(/@.*$/, "") : given).slice(0, NAME_MAX).trim();
}
