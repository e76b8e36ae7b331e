import type { SupportAccount } from "../contracts/support/support";
import type { AccountStatus } from "../domain/keys/availability";
import { changeStatus } from "../kernel/accounts/account-status";
import { byStaff } from "../kernel/authority";
import { change } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import { causeOf, withCase } from "../kernel/cases/in-case";
import { changeOrView } from "../kernel/cases/staff-view";
import { findSupportAccount } from "./account";

type Closing = {
  readonly accountId: string;
  readonly reason: string;
  /** The case in which it is done, where there is one. */
  readonly caseId?: string | undefined;
};

/**
 * Closes an account (S3): its long-lived keys are refused by the gate from now on, its apps work on, and nobody can change
 * anything in it but give its apps away. Closed already, it stays as it is.
 * @throws DomainError not_found | forbidden | validation_failed for a case that is not about the account
 */
export function closeAccountAsSupport(ctx: StaffContext, input: Closing): Promise<SupportAccount> {
  return setStatus(ctx, input, "closed");
}

/** Opens a closed account again, with all that has not ended meanwhile. @throws DomainError not_found | forbidden */
export function reopenAccountAsSupport(ctx: StaffContext, input: Closing): Promise<SupportAccount> {
  return setStatus(ctx, input, "active");
}

function setStatus(
  ctx: StaffContext,
  { accountId, reason, caseId }: Closing,
  status: AccountStatus,
): Promise<SupportAccount> {
  return change(byStaff(ctx), [accountId], async (tx, { account }) => {
    const cause = await causeOf(tx, accountId, { reason, caseId });
    const { audit } = await changeStatus(tx, account, status, reason);
    return {
      value: await findSupportAccount(tx, accountId),
      audit: await changeOrView(tx, ctx, [account], cause, withCase(audit, accountId, cause)),
    };
  });
}
