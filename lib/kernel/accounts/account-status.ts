/** Closing an account and opening it again (S3), whoever does it. */
import { eq, sql } from "drizzle-orm";

import type { Transaction } from "@/db/client";
import { accounts } from "@/db/schema/accounts";

import type { AccountStatus } from "../../domain/keys/availability";
import { accountStatusNotice } from "../../domain/notices/account";
import { newId } from "../../platform/ids";
import type { Outcome } from "../change";
import type { AccountFacts } from "../context";
import { findAdmins, tell } from "../people/notices";

/**
 * Closes an account, or opens it again, and tells its admins. From then on its long-lived keys are refused, its apps work
 * on, and nothing can be changed in it; keys stay as they are, so that those that have not ended meanwhile work again
 * once it is open.
 * @param account as it is under the lock of its row
 * @returns false where it is so already
 */
export async function changeStatus(
  tx: Transaction,
  account: AccountFacts,
  status: AccountStatus,
  reason: string,
): Promise<Outcome<boolean>> {
  const { id, name } = account;
  if (account.status === status) return { value: false, audit: "unchanged" };
  await tx
    .update(accounts)
    .set({ status, closedAt: status === "closed" ? sql`now()` : null })
    .where(eq(accounts.id, id));
  await tell(tx, await findAdmins(tx, id), accountStatusNotice({ id, name }, status, newId(), reason));
  return {
    value: true,
    audit: {
      action: status === "closed" ? "account.closed" : "account.reopened",
      subject: { kind: "account", id, name },
      before: { status: account.status },
      after: { status },
      reason,
    },
  };
}
