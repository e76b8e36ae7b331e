import type { Plan } from "../domain/keys/availability";
import type { OwnLimits } from "../domain/calls/limits";
import { findAccount } from "../kernel/access";
import { changeLimits } from "../kernel/accounts/account-limits";
import { changeFeature, changePlan } from "../kernel/accounts/account-plan";
import { bySystem } from "../kernel/authority";
import { change } from "../kernel/change";

/**
 * Puts a production account on another plan; its keys are refused or accepted accordingly from then on (R1).
 * @returns false where it is on that plan already
 * @throws DomainError not_found | validation_failed
 */
export function setPlan(command: string, accountId: string, plan: Plan): Promise<boolean> {
  return change(bySystem(command), [accountId], async (tx) =>
    changePlan(tx, await findAccount(tx, accountId), plan, null),
  );
}

/**
 * Switches integration keys of a production account on or off (R1).
 * @returns false where they are so already
 * @throws DomainError not_found | validation_failed
 */
export function setFeature(
  command: string,
  accountId: string,
  hasIntegrationKeys: boolean,
): Promise<boolean> {
  return change(bySystem(command), [accountId], async (tx) =>
    changeFeature(tx, await findAccount(tx, accountId), hasIntegrationKeys, null),
  );
}

/**
 * Gives an account limits of its own, or those of its environment back (R10).
 * @returns false where they are so already
 * @throws DomainError not_found | validation_failed
 */
export function setLimits(
  command: string,
  accountId: string,
  limits: Partial<OwnLimits>,
  reason: string,
): Promise<boolean> {
  return change(bySystem(command), [accountId], (tx) => changeLimits(tx, accountId, limits, reason));
}
