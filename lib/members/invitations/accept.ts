import { and, eq, sql } from "drizzle-orm";

import { invitations } from "@/db/schema/mailed-links";

import type { Acceptance, AcceptInput } from "../../contracts/people/invitations";
import { DomainError, invalid, linkNotValid, passwordSignInClosed } from "../../domain/errors";
import { subscriberOf } from "../../domain/ip-addresses";
import { invitationAcceptedNotice } from "../../domain/notices/invitations";
import type { AuditEntry } from "../../domain/record/audit-event";
import { byPerson } from "../../kernel/authority";
import { change } from "../../kernel/change";
import type { RequestInfo, SignedInUser } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { insertInvitedPerson, insertMembership } from "../../kernel/people/new-person";
import { ask } from "../../kernel/read";
import { isPasswordSignInOpen } from "../../platform/settings/env";
import { newId } from "../../platform/ids";
import { passwordFault } from "../../platform/passwords/password-rule";
import { withPasswordWork } from "../../platform/passwords/passwords";
import { tell } from "../../kernel/people/notices";
import { IS_OPEN_INVITATION } from "../../row-state/open-invitation";
import { rotateSessionsOf } from "../lock";
import { findPerson, findValid } from "./valid";

type Invited = Awaited<ReturnType<typeof findValid>>;
type Accepting = SignedInUser & { readonly newHash: string | null };

/**
 * Makes the person whom an invitation was mailed to a member, once. Who is here already signs in and accepts; who is not
 * gives a name and a password. The member and, where it is new, the person are on their records in one transaction.
 * @param user who is signed in, if anybody: it must be the person with the invitation's address
 * @throws DomainError link_not_valid | invited_other_person | sign_in_to_accept | already_member | validation_failed |
 *   password_sign_in_closed | too_busy
 */
export async function acceptInvitation(
  token: string,
  input: AcceptInput,
  request: RequestInfo,
  user: SignedInUser | null,
): Promise<Acceptance> {
  const invited = await ask((db) => findValid(db, token));
  const person = await personFor(invited, input, request, user);
  return change(byPerson({ user: person, request }), [invited.accountId], async (tx) => {
    // Anew, behind the account's lock: it may have been accepted or withdrawn, its sender demoted, the account closed.
    const accepted = await findValid(tx, token, "update");
    const { id, accountId, email, environment, profile, invitedBy } = accepted;
    const made = await addPerson(tx, person);
    const membershipId = await insertMembership(tx, { accountId, environment, userId: person.id, profile });
    if (membershipId === null) {
      throw new DomainError(
        "already_member",
        "You are on the list of members of this account already. Ask one of its admins, if you can’t open it.",
      );
    }
    const spent = await tx
      .update(invitations)
      .set({ acceptedAt: sql`now()`, tokenHash: null, mailDueAt: null })
      .where(and(eq(invitations.id, id), IS_OPEN_INVITATION));
    if (spent.rowCount !== 1) throw linkNotValid();
    await rotateSessionsOf(tx, person.id);
    await tell(tx, [accepted.inviterId], invitationAcceptedNotice(accepted, person.name));
    const added: AuditEntry = {
      action: "member.added",
      subject: { kind: "member", id: membershipId, name: person.name },
      after: { profile, invitedBy },
    };
    const records = { [accountId]: added, ...(made ? { [person.id]: made } : {}) };
    return { value: { accountId, email }, audit: { records } };
  });
}

/** Who accepts. A password is hashed only for somebody who has the link and is not here yet. */
async function personFor(
  invited: Invited,
  input: AcceptInput,
  request: RequestInfo,
  user: SignedInUser | null,
): Promise<Accepting> {
  if (user && user.email !== invited.email) {
    throw new DomainError(
      "invited_other_person",
      `This invitation is for ${invited.email}, and you are signed in as ${user.email}. Sign out, and open the link again.`,
    );
  }
  if (user) return { ...user, newHash: null };
  const known = await ask((db) => findPerson(db, invited.email));
  if (known?.status === "deactivated") throw linkNotValid();
  if (known) throw signInToAccept(invited.email);
  if (!isPasswordSignInOpen()) throw passwordSignInClosed();
  const { name, password } = input;
  if (name === undefined) throw invalid("/name", "required", "Enter your name.");
  if (password === undefined) throw invalid("/password", "required", "Choose a password.");
  const fault = await passwordFault(password, [invited.email, name, invited.accountName]);
  if (fault) throw invalid("/password", fault.code, fault.detail);
  const origin = (request.address === null ? null : subscriberOf(request.address)) ?? "unknown";
  const newHash = await withPasswordWork({ isKnown: true, origin }, ({ hash }) => hash(password));
  return { id: newId(), email: invited.email, name, isStaff: false, newHash };
}

/** Adds a person who is new, on a record that begins with it. */
async function addPerson(tx: Transaction, person: Accepting): Promise<AuditEntry | null> {
  const { id, email, name, newHash } = person;
  if (newHash === null) return null;
  const isAdded = await insertInvitedPerson(tx, {
    id,
    email,
    name,
    passwordHash: newHash,
    oidcSubject: null,
  });
  if (!isAdded) throw signInToAccept(email);
  return {
    action: "person.created",
    subject: { kind: "user", id, name },
    after: { isStaff: false, by: "invitation" },
  };
}

function signInToAccept(email: string): DomainError {
  return new DomainError(
    "sign_in_to_accept",
    `There is somebody with the address ${email} here already. Sign in as ${email}, and accept the invitation then.`,
  );
}
