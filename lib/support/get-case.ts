import type { SupportCase } from "../contracts/support/support";
import type { StaffContext } from "../kernel/context";
import { byStaff } from "../kernel/authority";
import { change } from "../kernel/change";
import { ask } from "../kernel/read";
import { accountsOf, findCase } from "./case";
import { viewsOnRecords } from "../kernel/cases/staff-view";

/** One case; the look with it goes on the record of each account that it is about (R11). @throws DomainError not_found */
export async function getCase(ctx: StaffContext, caseId: string): Promise<SupportCase> {
  const found = await ask((db) => findCase(db, caseId));
  return change(byStaff(ctx), accountsOf(found), async (tx, { accounts }) => {
    const records = await viewsOnRecords(tx, ctx, accounts, {
      kind: "case",
      caseId,
      caseNumber: found.number,
    });
    return { value: await findCase(tx, caseId), audit: records };
  });
}
