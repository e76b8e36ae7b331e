import type { FoundInvitation } from "../../contracts/people/invitations";
import { linkNotValid } from "../../domain/errors";
import type { SignedInUser } from "../../kernel/context";
import { ask } from "../../kernel/read";
import { findPerson, findValid } from "./valid";

/**
 * What an invitation is about and how it can be accepted, for whoever has its link.
 * @param user who is signed in, if anybody
 * @throws DomainError link_not_valid
 */
export function findInvitationOf(token: string, user: SignedInUser | null): Promise<FoundInvitation> {
  return ask(async (db) => {
    const invitation = await findValid(db, token);
    const { accountName, environment, email, profile, invitedBy, expiresAt } = invitation;
    const found = { accountName, environment, email, profile, invitedBy };
    const person = await findPerson(db, found.email);
    if (person?.status === "deactivated") throw linkNotValid();
    return {
      ...found,
      expiresAt: expiresAt.toISOString(),
      way: wayFor(found.email, user, person !== null),
      signedInAs: user?.email ?? null,
    };
  });
}

function wayFor(email: string, user: SignedInUser | null, isKnown: boolean): FoundInvitation["way"] {
  if (user) return user.email === email ? "accept" : "other";
  return isKnown ? "sign_in" : "new";
}
