/** Plan and feature of an account (R1), whoever changes them. */
import { eq } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { accounts } from "@/db/schema/accounts";

import type { Plan } from "../../domain/keys/availability";
import { invalid } from "../../domain/errors";
import type { AuditEntry } from "../../domain/record/audit-event";
import type { Outcome } from "../change";
import type { AccountFacts } from "../context";

/**
 * Puts a production account on another plan: its keys are refused or accepted accordingly from then on.
 * @param account as it is under the lock of its row
 * @returns false where it is on that plan already
 * @throws DomainError validation_failed
 */
export async function changePlan(
  tx: Transaction,
  account: AccountFacts,
  plan: Plan,
  reason: string | null,
): Promise<Outcome<boolean>> {
  assertProduction(account, "/plan");
  if (plan === "developer") {
    throw invalid("/plan", "sandbox_plan", "The Developer plan is for sandbox accounts.");
  }
  if (plan === account.plan) return { value: false, audit: "unchanged" };
  await tx.update(accounts).set({ plan }).where(eq(accounts.id, account.id));
  return {
    value: true,
    audit: entryOf("account.plan_changed", account, { plan: account.plan }, { plan }, reason),
  };
}

/**
 * Switches integration keys of a production account on or off.
 * @param account as it is under the lock of its row
 * @returns false where they are so already
 * @throws DomainError validation_failed
 */
export async function changeFeature(
  tx: Transaction,
  account: AccountFacts,
  hasIntegrationKeys: boolean,
  reason: string | null,
): Promise<Outcome<boolean>> {
  assertProduction(account, "/hasIntegrationKeys");
  if (hasIntegrationKeys === account.hasIntegrationKeys) return { value: false, audit: "unchanged" };
  await tx.update(accounts).set({ hasIntegrationKeys }).where(eq(accounts.id, account.id));
  const before = { hasIntegrationKeys: account.hasIntegrationKeys };
  return {
    value: true,
    audit: entryOf("account.feature_changed", account, before, { hasIntegrationKeys }, reason),
  };
}

function assertProduction({ environment }: AccountFacts, pointer: string): void {
  if (environment === "production") return;
  throw invalid(
    pointer,
    "sandbox_account",
    "A sandbox account is on the Developer plan and always has integration keys.",
  );
}

function entryOf(
  action: "account.plan_changed" | "account.feature_changed",
  { id, name }: AccountFacts,
  before: NonNullable<AuditEntry["before"]>,
  after: NonNullable<AuditEntry["after"]>,
  reason: string | null,
): AuditEntry {
  return { action, subject: { kind: "account", id, name }, before, after, reason };
}
