import { eq } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";

import type { Plan } from "../domain/availability";
import { invalid } from "../domain/errors";
import { findAccount, lockAccount } from "../kernel/access";
import type { AccountFacts } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { mutateAsSystem } from "../kernel/mutate";

/**
 * Puts a production account on another plan; its keys are refused or accepted accordingly from then on (R1).
 * @returns false where it is on that plan already
 * @throws DomainError not_found | validation_failed
 */
export function setPlan(command: string, accountId: string, plan: Plan): Promise<boolean> {
  return mutateAsSystem(command, accountId, async (tx) => {
    const before = await findLocked(tx, accountId);
    if (before.environment === "sandbox" || plan === "developer") {
      throw invalid(
        "/plan",
        "sandbox_plan",
        "Sandbox accounts are on the plan developer, and only they are.",
      );
    }
    if (before.plan === plan) return { value: false, audit: "unchanged" };
    await tx.update(accounts).set({ plan }).where(eq(accounts.id, accountId));
    return {
      value: true,
      audit: {
        action: "account.plan_changed",
        subject: { kind: "account", id: accountId, name: before.name },
        before: { plan: before.plan },
        after: { plan },
      },
    };
  });
}

/**
 * Switches integration keys of an account on or off (R1).
 * @returns false where they are so already
 * @throws DomainError not_found
 */
export function setFeature(
  command: string,
  accountId: string,
  hasIntegrationKeys: boolean,
): Promise<boolean> {
  return mutateAsSystem(command, accountId, async (tx) => {
    const before = await findLocked(tx, accountId);
    if (before.hasIntegrationKeys === hasIntegrationKeys) return { value: false, audit: "unchanged" };
    await tx.update(accounts).set({ hasIntegrationKeys }).where(eq(accounts.id, accountId));
    return {
      value: true,
      audit: {
        action: "account.feature_changed",
        subject: { kind: "account", id: accountId, name: before.name },
        before: { hasIntegrationKeys: before.hasIntegrationKeys },
        after: { hasIntegrationKeys },
      },
    };
  });
}

/** The account under a row lock, so that the record says what really was before. @throws DomainError not_found */
async function findLocked(tx: Transaction, accountId: string): Promise<AccountFacts> {
  await lockAccount(tx, accountId);
  return findAccount(tx, accountId);
}
