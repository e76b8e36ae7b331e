import { eq, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";

import type { ChangeAccountInput, SupportAccount } from "../contracts/support";
import type { Plan } from "../domain/availability";
import { invalid, notFound } from "../domain/errors";
import type { StaffContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { mutateAsStaff, type Outcome } from "../kernel/mutate";
import { ACCOUNT_NAME } from "./case";
import { viewOnRecord } from "./record-view";

/** The facts of an account; the look goes on its record (R11). @throws DomainError not_found */
export function getSupportAccount(ctx: StaffContext, accountId: string): Promise<SupportAccount> {
  return mutateAsStaff(ctx, accountId, async (tx, facts) => {
    const audit = await viewOnRecord(tx, ctx, facts);
    return { value: await findSupportAccount(tx, accountId), audit };
  });
}

/**
 * Gives a production account another plan, or switches integration keys on or off (R1). Keys are kept either way, and
 * refused while they are not available.
 * @throws DomainError not_found | validation_failed
 */
export function changeAccount(
  ctx: StaffContext,
  input: ChangeAccountInput & { readonly accountId: string },
): Promise<SupportAccount> {
  const { accountId, plan, hasIntegrationKeys = false, reason } = input;
  return mutateAsStaff(ctx, accountId, async (tx) => {
    const before = await findSupportAccount(tx, accountId);
    if (before.environment === "sandbox") {
      throw invalid(
        plan === undefined ? "/hasIntegrationKeys" : "/plan",
        "sandbox_account",
        "A sandbox account is on the Developer plan and always has integration keys.",
      );
    }
    return plan === undefined
      ? changeFeature(tx, before, hasIntegrationKeys, reason)
      : changePlan(tx, before, plan, reason);
  });
}

async function changePlan(
  tx: Transaction,
  before: SupportAccount,
  plan: Plan,
  reason: string,
): Promise<Outcome<SupportAccount>> {
  if (plan === "developer") {
    throw invalid("/plan", "sandbox_plan", "The Developer plan is for sandbox accounts.");
  }
  if (plan === before.plan) return { value: before, audit: "unchanged" };
  await tx.update(accounts).set({ plan }).where(eq(accounts.id, before.id));
  return {
    value: await findSupportAccount(tx, before.id),
    audit: {
      action: "account.plan_changed",
      subject: { kind: "account", id: before.id, name: before.name },
      before: { plan: before.plan },
      after: { plan },
      reason,
    },
  };
}

async function changeFeature(
  tx: Transaction,
  before: SupportAccount,
  hasIntegrationKeys: boolean,
  reason: string,
): Promise<Outcome<SupportAccount>> {
  if (hasIntegrationKeys === before.hasIntegrationKeys) return { value: before, audit: "unchanged" };
  await tx.update(accounts).set({ hasIntegrationKeys }).where(eq(accounts.id, before.id));
  return {
    value: await findSupportAccount(tx, before.id),
    audit: {
      action: "account.feature_changed",
      subject: { kind: "account", id: before.id, name: before.name },
      before: { hasIntegrationKeys: before.hasIntegrationKeys },
      after: { hasIntegrationKeys },
      reason,
    },
  };
}

async function findSupportAccount(tx: Transaction, accountId: string): Promise<SupportAccount> {
  const mine = sql.raw("account_id = accounts.id");
  const live = sql`revoked_at is null and (retires_at is null or retires_at > now()) and (expires_at is null or expires_at > now())`;
  const [row] = await tx
    .select({
      ...ACCOUNT_NAME,
      createdAt: accounts.createdAt,
      activeMembers: sql<number>`(select count(*)::int from memberships where ${mine} and status = 'active')`,
      admins: sql<number>`(select count(*)::int from memberships where ${mine} and status = 'active' and profile = 'admin')`,
      liveKeys: sql<number>`(select count(*)::int from integration_keys where ${mine} and ${live})`,
      totalKeys: sql<number>`(select count(*)::int from integration_keys where ${mine})`,
      openCaseId: sql<
        string | null
      >`(select id from support_cases where ${mine} and status = 'open' and kind = 'access_request')`,
    })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  if (!row) throw notFound();
  const { activeMembers, admins, liveKeys, totalKeys, createdAt, ...rest } = row;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    members: { active: activeMembers, admins },
    keys: { live: liveKeys, total: totalKeys },
  };
}
