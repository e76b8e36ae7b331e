import { eq } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";

import { invalid, notFound } from "../../domain/errors";
import { limitFault, OWN_LIMITS_MAX, type OwnLimits } from "../../domain/calls/limits";
import type { Transaction } from "../database";
import type { Outcome } from "../change";
import { number } from "../../domain/format/numbers";

/** The columns of an account's own limits. */
export const OWN_LIMITS = {
  activeKeys: accounts.activeKeyLimit,
  hourly: accounts.hourlyLimit,
  burst: accounts.burstLimit,
};

/**
 * Gives an account limits of its own (R10), or those of its environment back; in force from the next call and the next
 * key on. The caller has the account's lock and may change accounts: support staff, and the operator's commands.
 * @param limits the new ones; what is left out stays as it is
 * @returns false where they are so already
 * @throws DomainError not_found | validation_failed
 */
export async function changeLimits(
  tx: Transaction,
  accountId: string,
  limits: Partial<OwnLimits>,
  reason: string,
): Promise<Outcome<boolean>> {
  const [account] = await tx
    .select({ name: accounts.name, before: OWN_LIMITS })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  if (!account) throw notFound();
  const { before, name } = account;
  const after = { ...before, ...limits };
  const fault = limitFault(after);
  if (fault) {
    const most = number(OWN_LIMITS_MAX[fault]);
    throw invalid(`/limits/${fault}`, "out_of_bounds", `A limit is a whole number from 1 to ${most}.`);
  }
  if (
    after.activeKeys === before.activeKeys &&
    after.hourly === before.hourly &&
    after.burst === before.burst
  ) {
    return { value: false, audit: "unchanged" };
  }
  await tx
    .update(accounts)
    .set({ activeKeyLimit: after.activeKeys, hourlyLimit: after.hourly, burstLimit: after.burst })
    .where(eq(accounts.id, accountId));
  return {
    value: true,
    audit: {
      action: "account.limits_changed",
      subject: { kind: "account", id: accountId, name },
      before,
      after,
      reason,
    },
  };
}
