import { accounts, keyPolicies, memberships } from "@/db/schema/accounts";

import type { Plan } from "../domain/availability";
import { invalid } from "../domain/errors";
import type { Environment } from "../domain/profiles";
import type { Transaction } from "../kernel/database";
import { mutateAsSystem } from "../kernel/mutate";
import { newId } from "../platform/ids";
import type { Person } from "./person";

export type CreateAccountInput = {
  readonly name: string;
  readonly environment: Environment;
  /** `developer` for sandbox accounts and for no others. */
  readonly plan: Plan;
  /** R1: without meaning for sandbox accounts, which always have keys. */
  readonly hasIntegrationKeys: boolean;
};

/**
 * Makes an account with its first admin, on the new account's own record.
 * @param command who does it, as the record names it
 * @param admin finds or makes the person, inside the same transaction
 * @throws DomainError validation_failed where plan and environment do not fit
 */
export function createAccount(
  command: string,
  input: CreateAccountInput,
  admin: (tx: Transaction) => Promise<Person>,
): Promise<{ accountId: string; admin: Person }> {
  if ((input.environment === "sandbox") !== (input.plan === "developer")) {
    throw invalid(
      "/plan",
      "plan_environment",
      "The plan developer is for sandbox accounts, and they have no other.",
    );
  }
  const accountId = newId();
  const { name, environment, plan, hasIntegrationKeys } = input;
  return mutateAsSystem(command, accountId, async (tx) => {
    const person = await admin(tx);
    const memberId = newId();
    await tx.insert(accounts).values({ id: accountId, name, environment, plan, hasIntegrationKeys });
    await tx.insert(keyPolicies).values({ accountId });
    await tx
      .insert(memberships)
      .values({ id: memberId, accountId, environment, userId: person.id, profile: "admin" });
    return {
      value: { accountId, admin: person },
      audit: [
        {
          action: "account.created",
          subject: { kind: "account", id: accountId, name },
          after: { environment, plan, hasIntegrationKeys },
        },
        {
          action: "member.added",
          subject: { kind: "member", id: memberId, name: person.name },
          after: { profile: "admin" },
        },
      ],
    };
  });
}
