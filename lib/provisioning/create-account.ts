import { memberships } from "@/db/schema/accounts";

import type { Transaction } from "../kernel/database";
import { bySystem } from "../kernel/authority";
import { change } from "../kernel/change";
import { assertPlanFits, insertAccount, type NewAccount } from "../kernel/accounts/new-account";
import { newId } from "../platform/ids";
import type { Person } from "./person";

/**
 * Makes an account with its first admin, on the new account's own record.
 * @param command who does it, as the record names it
 * @param admin finds or makes the person, inside the same transaction
 * @throws DomainError validation_failed where plan and environment do not fit
 */
export function createAccount(
  command: string,
  input: NewAccount,
  admin: (tx: Transaction) => Promise<Person>,
): Promise<{ accountId: string; admin: Person }> {
  assertPlanFits(input);
  const accountId = newId();
  const { environment } = input;
  return change(bySystem(command), [accountId], async (tx) => {
    const person = await admin(tx);
    const memberId = newId();
    const created = await insertAccount(tx, accountId, input);
    await tx
      .insert(memberships)
      .values({ id: memberId, accountId, environment, userId: person.id, profile: "admin" });
    return {
      value: { accountId, admin: person },
      audit: [
        created,
        {
          action: "member.added",
          subject: { kind: "member", id: memberId, name: person.name },
          after: { profile: "admin" },
        },
      ],
    };
  });
}
