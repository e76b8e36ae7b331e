import { and, eq } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { supportCases } from "@/db/schema/support-cases";

import type { SupportCase } from "../contracts/support/support";
import { DomainError } from "../domain/errors";
import type { StaffContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { byStaff } from "../kernel/authority";
import { change } from "../kernel/change";
import { ask } from "../kernel/read";
import { findCase } from "./case";

/**
 * Enables integration keys for the account that asked, and closes its case (R1). Of two who decide at once, the second
 * is told that it is done (I8).
 * @throws DomainError not_found | case_already_closed | account_closed | plan_not_eligible
 */
export async function grantCase(
  ctx: StaffContext,
  input: { readonly caseId: string; readonly note?: string | undefined },
): Promise<SupportCase> {
  const { account, number: caseNumber } = await ask((db) => findCase(db, input.caseId));
  return change(byStaff(ctx), [account.id], async (tx, { account: facts, now }) => {
    await closeCase(tx, ctx, { ...input, status: "granted", resolution: input.note ?? null, now });
    if (facts.status === "closed") {
      throw new DomainError(
        "account_closed",
        "This account is closed. Open it again first, or decline the request.",
      );
    }
    const [before] = await tx
      .select({ plan: accounts.plan, hasIntegrationKeys: accounts.hasIntegrationKeys })
      .from(accounts)
      .where(eq(accounts.id, facts.id));
    if (before?.plan !== "enterprise") {
      throw new DomainError(
        "plan_not_eligible",
        "This account is not on the Enterprise plan. Change its plan first, or decline the request.",
      );
    }
    await tx.update(accounts).set({ hasIntegrationKeys: true }).where(eq(accounts.id, facts.id));
    return {
      value: await findCase(tx, input.caseId),
      audit: {
        action: "access.granted",
        subject: { kind: "support_case", id: input.caseId, name: "Access request" },
        before: { status: "open", hasIntegrationKeys: before.hasIntegrationKeys },
        after: { status: "granted", hasIntegrationKeys: true, caseNumber },
        reason: input.note ?? null,
      },
    };
  });
}

/**
 * Answers an access request with no, and says why; the account may ask again.
 * @throws DomainError not_found | case_already_closed
 */
export async function declineCase(
  ctx: StaffContext,
  input: { readonly caseId: string; readonly reason: string },
): Promise<SupportCase> {
  const { account, number: caseNumber } = await ask((db) => findCase(db, input.caseId));
  return change(byStaff(ctx), [account.id], async (tx, { now }) => {
    await closeCase(tx, ctx, { ...input, status: "declined", resolution: input.reason, now });
    return {
      value: await findCase(tx, input.caseId),
      audit: {
        action: "access.declined",
        subject: { kind: "support_case", id: input.caseId, name: "Access request" },
        before: { status: "open" },
        after: { status: "declined", caseNumber },
        reason: input.reason,
      },
    };
  });
}

type Closing = {
  readonly caseId: string;
  readonly status: "granted" | "declined";
  readonly resolution: string | null;
  readonly now: Date;
};

async function closeCase(tx: Transaction, ctx: StaffContext, closing: Closing): Promise<void> {
  const closed = await tx
    .update(supportCases)
    .set({
      status: closing.status,
      closedBy: ctx.user.id,
      closedAt: closing.now,
      resolution: closing.resolution,
    })
    .where(
      and(
        eq(supportCases.id, closing.caseId),
        eq(supportCases.kind, "access_request"),
        eq(supportCases.status, "open"),
      ),
    );
  if (closed.rowCount !== 1) {
    throw new DomainError(
      "case_already_closed",
      "Somebody has answered this request already. Load it again to see how.",
    );
  }
}
