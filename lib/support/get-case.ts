import type { SupportCase } from "../contracts/support";
import type { StaffContext } from "../kernel/context";
import { mutateAsStaff } from "../kernel/mutate";
import { ask } from "../kernel/read";
import { findCase } from "./case";
import { viewOnRecord } from "./record-view";

/** One case; the look goes on the record of its account (R11). @throws DomainError not_found */
export async function getCase(ctx: StaffContext, caseId: string): Promise<SupportCase> {
  const { account } = await ask((db) => findCase(db, caseId));
  return mutateAsStaff(ctx, account.id, async (tx, facts) => {
    const audit = await viewOnRecord(tx, ctx, facts);
    return { value: await findCase(tx, caseId), audit };
  });
}
