import { memberships } from "@/db/schema/accounts";

import { DomainError } from "../domain/errors";
import { profilesOf, type Profile } from "../domain/people/profiles";
import { findAccount } from "../kernel/access";
import type { Transaction } from "../kernel/database";
import { bySystem } from "../kernel/authority";
import { change } from "../kernel/change";
import { newId } from "../platform/ids";
import type { Person } from "./person";

/**
 * Makes a person a member of an account.
 * @param person finds or makes the person, inside the same transaction
 * @throws DomainError not_found | profile_not_available | conflict for somebody who is, or was, a member
 */
export function addMember(
  command: string,
  accountId: string,
  profile: Profile,
  person: (tx: Transaction) => Promise<Person>,
): Promise<Person> {
  return change(bySystem(command), [accountId], async (tx) => {
    const account = await findAccount(tx, accountId);
    if (!profilesOf(account.environment).includes(profile)) {
      throw new DomainError("profile_not_available", "The profile developer is for sandbox accounts only.");
    }
    const value = await person(tx);
    const id = newId();
    const added = await tx
      .insert(memberships)
      .values({ id, accountId, environment: account.environment, userId: value.id, profile })
      .onConflictDoNothing({ target: [memberships.accountId, memberships.userId] })
      .returning({ id: memberships.id });
    if (added.length === 0) {
      throw new DomainError(
        "conflict",
        `${value.name} is on the list of members already. An admin changes profiles on the Members page.`,
      );
    }
    return {
      value,
      audit: {
        action: "member.added",
        subject: { kind: "member", id, name: value.name },
        after: { profile },
      },
    };
  });
}
