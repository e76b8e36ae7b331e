import type { Look, OpenLookInput } from "../contracts/support/support-desk";
import { lookEndsAt, type LookCause } from "../domain/support/look";
import { byStaff } from "../kernel/authority";
import { change } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { findCaseAbout, notAbout } from "../kernel/cases/in-case";
import { ask } from "../kernel/read";
import { findOpenLook, viewOnRecord, type OpenLook } from "../kernel/cases/staff-view";

/**
 * Opens an account to whoever of support asks, for an hour. Why goes on the account's record, once for each person and cause
 * however often it is said.
 * @throws DomainError not_found | forbidden | validation_failed for a case that is not about the account
 */
export function openLook(ctx: StaffContext, accountId: string, input: OpenLookInput): Promise<Look> {
  return change(byStaff(ctx), [accountId], async (tx, { account, now }) => {
    const cause = await causeOf(tx, accountId, input);
    const known = await findOpenLook(tx, ctx, accountId, cause);
    const audit = await viewOnRecord(tx, ctx, account, cause);
    return { value: toLook(accountId, known ?? { at: now, cause }), audit };
  });
}

/** The look at an account that is open to whoever of support asks; null where there is none. */
export async function getOpenLook(ctx: StaffContext, accountId: string): Promise<Look | null> {
  const found = await ask((db) => findOpenLook(db, ctx, accountId));
  return found && toLook(accountId, found);
}

async function causeOf(db: Reader, accountId: string, input: OpenLookInput): Promise<LookCause> {
  const { reason, caseId, caseNumber } = input;
  if (reason !== undefined) return { kind: "reason", reason };
  const found =
    caseId === undefined
      ? await findCaseAbout(db, accountId, { number: caseNumber ?? 0 })
      : await findCaseAbout(db, accountId, { id: caseId });
  if (!found) throw notAbout(caseId === undefined ? "/caseNumber" : "/caseId");
  return { kind: "case", caseId: found.id, caseNumber: found.number };
}

function toLook(accountId: string, { at, cause }: OpenLook): Look {
  return {
    accountId,
    reason: cause.kind === "reason" ? cause.reason : null,
    case: cause.kind === "case" ? { id: cause.caseId, number: cause.caseNumber } : null,
    transferId: cause.kind === "transfer" ? cause.transferId : null,
    until: lookEndsAt(at).toISOString(),
  };
}
