import { eq, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";

import type { ChangeAccountInput, SupportAccount } from "../contracts/support/support";
import { notFound } from "../domain/errors";
import { changeLimits, OWN_LIMITS } from "../kernel/accounts/account-limits";
import { changeFeature, changePlan } from "../kernel/accounts/account-plan";
import { byStaff } from "../kernel/authority";
import { change } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { isWorkingKey } from "../row-state/key-status";
import { causeOf, withCase } from "../kernel/cases/in-case";
import { changeOrView, readUnderLook } from "../kernel/cases/staff-view";
import { ACCOUNT_NAME } from "./case";

/** The facts of an account, to whoever has said why (R11). @throws DomainError not_found | forbidden | look_needs_reason */
export function getSupportAccount(ctx: StaffContext, accountId: string): Promise<SupportAccount> {
  return readUnderLook(ctx, accountId, (db) => findSupportAccount(db, accountId));
}

/**
 * Gives a production account another plan, or switches integration keys on or off (R1). Keys are kept either way, and
 * refused while they are not available. Or gives any account limits of its own (R10). The reason that comes with it, and the
 * case where one is named, go on the account's record.
 * @throws DomainError not_found | validation_failed
 */
export function changeAccount(
  ctx: StaffContext,
  input: ChangeAccountInput & { readonly accountId: string },
): Promise<SupportAccount> {
  const { accountId, plan, hasIntegrationKeys = false, limits, reason, caseId } = input;
  return change(byStaff(ctx), [accountId], async (tx, { account }) => {
    const cause = await causeOf(tx, accountId, { reason, caseId });
    const { audit } =
      limits !== undefined
        ? await changeLimits(tx, accountId, limits, reason)
        : plan === undefined
          ? await changeFeature(tx, account, hasIntegrationKeys, reason)
          : await changePlan(tx, account, plan, reason);
    return {
      value: await findSupportAccount(tx, accountId),
      audit: await changeOrView(tx, ctx, [account], cause, withCase(audit, accountId, cause)),
    };
  });
}

/** An account as support sees it. @throws DomainError not_found */
export async function findSupportAccount(db: Reader, accountId: string): Promise<SupportAccount> {
  const mine = sql.raw("account_id = accounts.id");
  const [row] = await db
    .select({
      ...ACCOUNT_NAME,
      limits: OWN_LIMITS,
      createdAt: accounts.createdAt,
      activeMembers: sql<number>`(select count(*)::int from memberships where ${mine} and status = 'active')`,
      admins: sql<number>`(select count(*)::int from memberships where ${mine} and status = 'active' and profile = 'admin')`,
      liveKeys: sql<number>`(select count(*)::int from integration_keys where ${mine} and ${isWorkingKey()})`,
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
