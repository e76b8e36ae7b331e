import type { SupportCase } from "../contracts/support/support";
import type { CaseKind } from "../domain/support/cases";
import type { StaffContext } from "../kernel/context";
import { ask } from "../kernel/read";
import { findCase } from "./case";
import { getCase } from "./get-case";

/**
 * Answers a case by the verb of its kind, which checks who asks and puts it on the record.
 * @param verbs what the answer does, for each kind
 * @throws DomainError not_found, and the verb's own
 */
export async function answerCase(
  ctx: StaffContext,
  caseId: string,
  verbs: Readonly<Record<CaseKind, (ctx: StaffContext) => Promise<unknown>>>,
): Promise<SupportCase> {
  const { kind } = await ask((db) => findCase(db, caseId));
  await verbs[kind](ctx);
  // Answered already, the answer is a look all the same.
  return getCase(ctx, caseId);
}
