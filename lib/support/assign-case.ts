import { and, eq } from "drizzle-orm";

import { supportCases } from "@/db/schema/support-cases";

import type { SupportCase } from "../contracts/support/support";
import { DomainError } from "../domain/errors";
import type { AuditEntry } from "../domain/record/audit-event";
import { byStaff } from "../kernel/authority";
import { change } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { viewsOnRecords } from "../kernel/cases/staff-view";
import { accountsOf, findCase } from "./case";
import { caseSubject } from "./case-subject";

/**
 * Makes whoever asks the one who answers an open case, in place of who was; on the record of each account that it is about.
 * @throws DomainError not_found | case_already_closed
 */
export async function assignCase(ctx: StaffContext, caseId: string): Promise<SupportCase> {
  const accountIds = accountsOf(await ask((db) => findCase(db, caseId)));
  return change(byStaff(ctx), accountIds, async (tx, { accounts }) => {
    const before = await findCase(tx, caseId);
    if (before.assignedTo?.id === ctx.user.id && before.status === "open") {
      const cause = { kind: "case", caseId, caseNumber: before.number } as const;
      return { value: before, audit: await viewsOnRecords(tx, ctx, accounts, cause) };
    }
    const assigned = await tx
      .update(supportCases)
      .set({ assignedTo: ctx.user.id })
      .where(and(eq(supportCases.id, caseId), eq(supportCases.status, "open")));
    if (assigned.rowCount !== 1) {
      throw new DomainError(
        "case_already_closed",
        "This request was answered already. Load it again to see how.",
      );
    }
    const entry: AuditEntry = {
      action: "case.assigned",
      subject: caseSubject(before),
      before: { assignedTo: before.assignedTo?.name ?? null },
      after: { assignedTo: ctx.user.name, caseNumber: before.number },
    };
    const records = Object.fromEntries(accountIds.map((id) => [id, entry]));
    return { value: await findCase(tx, caseId), audit: { records } };
  });
}
