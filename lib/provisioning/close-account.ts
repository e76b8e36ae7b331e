import type { AccountStatus } from "../domain/keys/availability";
import { findAccount } from "../kernel/access";
import { changeStatus } from "../kernel/accounts/account-status";
import { bySystem } from "../kernel/authority";
import { change } from "../kernel/change";

/**
 * Closes an account by a command of the operator (S3), as {@link changeStatus} says, and tells its admins.
 * @returns false where it is closed already
 * @throws DomainError not_found
 */
export function closeAccount(command: string, accountId: string, reason: string): Promise<boolean> {
  return setStatus(command, accountId, "closed", reason);
}

/** Opens a closed account again. @returns false where it is open already @throws DomainError not_found */
export function reopenAccount(command: string, accountId: string, reason: string): Promise<boolean> {
  return setStatus(command, accountId, "active", reason);
}

function setStatus(
  command: string,
  accountId: string,
  status: AccountStatus,
  reason: string,
): Promise<boolean> {
  return change(bySystem(command), [accountId], async (tx) =>
    changeStatus(tx, await findAccount(tx, accountId), status, reason),
  );
}
