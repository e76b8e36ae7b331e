import { and, eq, gt, sql } from "drizzle-orm";

import { auditEvents } from "@/db/schema/audit-events";

import type { AccountFacts, StaffContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import type { Outcome } from "../kernel/mutate";

/**
 * What a look at an account leaves on its record (R11): one event per staff member and hour, however often the page is
 * opened. The account's row is locked for it, so that of two looks at once one goes on the record.
 */
export async function viewOnRecord(
  tx: Transaction,
  ctx: StaffContext,
  account: AccountFacts,
): Promise<Outcome<unknown>["audit"]> {
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
