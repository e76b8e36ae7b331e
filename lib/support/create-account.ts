import type { CreateAccountBodyInput } from "../contracts/accounts/account-lifecycle";
import type { SupportAccount } from "../contracts/support/support";
import { mailNotSetUp } from "../domain/errors";
import { bySupporter } from "../kernel/authority";
import { change } from "../kernel/change";
import type { StaffContext } from "../kernel/context";
import { assertPlanFits, insertAccount } from "../kernel/accounts/new-account";
import { insertInvitation } from "../kernel/people/new-invitation";
import { newId } from "../platform/ids";
import { mailPolicy } from "../platform/settings/mail-policy";
import { findSupportAccount } from "./account";

/**
 * Makes an account and invites its first admin by mail, by support: its record begins with both and the reason. Nobody is
 * in it until the invitation is accepted.
 * @throws DomainError forbidden | validation_failed where plan and environment do not fit | mail_not_set_up
 */
export async function createAccountAsSupport(
  ctx: StaffContext,
  input: CreateAccountBodyInput,
): Promise<SupportAccount> {
  const { name, environment, plan, adminEmail: email, reason } = input;
  const account = {
    name,
    environment,
    plan,
    hasIntegrationKeys: input.hasIntegrationKeys ?? plan !== "business",
  };
  assertPlanFits(account);
  const id = newId();
  return change(bySupporter(ctx), [id], async (tx) => {
    if (mailPolicy() === "off") throw mailNotSetUp();
    const created = await insertAccount(tx, id, account);
    const invited = await insertInvitation(tx, {
      account: { id, environment },
      email,
      profile: "admin",
      invitedBy: ctx.user.id,
      isFromSupport: true,
    });
    return { value: await findSupportAccount(tx, id), audit: [{ ...created, reason }, invited] };
  });
}
