import { and, eq, gt, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit-events";

import type { AccountFacts, StaffContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import type { Outcome } from "../kernel/mutate";

/** The account's row under a lock, so that of two looks at once one goes on the record. */
export async function lockAccount(tx: Transaction, accountId: string): Promise<void> {
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for("no key update");
}

/**
 * What a look at an account leaves on its record (R11): one event per staff member and hour, however often the page is
 * opened.
 */
export async function viewOnRecord(
  tx: Transaction,
  ctx: StaffContext,
  account: AccountFacts,
): Promise<Outcome<unknown>["audit"]> {
  await lockAccount(tx, account.id);
  const [recent] = await tx
    .select({ sequence: auditEvents.sequence })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.chainId, account.id),
        eq(auditEvents.actorId, ctx.user.id),
        eq(auditEvents.action, "account.viewed_by_staff"),
        gt(auditEvents.at, sql`now() - interval '1 hour'`),
      ),
    )
    .limit(1);
  if (recent) return "unchanged";
  return {
    action: "account.viewed_by_staff",
    subject: { kind: "account", id: account.id, name: account.name },
  };
}
