import { byMember, takingBackFrom } from "../kernel/authority";
import { change } from "../kernel/change";
import type { AccountContext } from "../kernel/context";
import { lockJourney } from "../kernel/cases/journey-row";
import { read } from "../kernel/read";
import { withdrawRequest, withRequest } from "../kernel/cases/withdraw-request";
import { findSandboxKey } from "./find-sandbox-key";
import { expectStep } from "./reading/journey-row";

/**
 * Takes back a request for migration that was not decided yet, and its case. Whoever manages the sandbox key may: in the
 * production account it takes nothing. Who asked is told, where it was somebody else.
 * @throws DomainError not_found | not_key_creator | not_a_sandbox_key | forbidden | account_closed |
 *   no_migration_requested | already_live
 */
export function withdrawMigration(ctx: AccountContext, keyId: string): Promise<void> {
  return withdraw(ctx, keyId, "withdraw");
}

/**
 * Takes back a request for a review that support has in hand, and its case. It counts as one that was not passed, and can
 * be asked for again.
 * @throws DomainError not_found | not_key_creator | not_a_sandbox_key | forbidden | account_closed | no_review_requested
 */
export function withdrawReview(ctx: AccountContext, keyId: string): Promise<void> {
  return withdraw(ctx, keyId, "withdraw_review");
}

async function withdraw(
  ctx: AccountContext,
  keyId: string,
  type: "withdraw" | "withdraw_review",
): Promise<void> {
  await read(ctx, "key:manage", (db) => findSandboxKey(db, ctx, keyId));
  await withRequest({ id: keyId, accountId: ctx.account.id }, (others) => {
    const accountIds = [ctx.account.id, ...others];
    return change(byMember(ctx, "key:manage", takingBackFrom(others)), accountIds, async (tx, fresh) => {
      const key = await findSandboxKey(tx, fresh, keyId);
      const { now } = fresh;
      const journey = await lockJourney(tx, key);
      const step = expectStep(journey, { type, at: now });
      if (!step.isChanged) return { value: undefined, audit: "unchanged" };
      const records = await withdrawRequest(tx, { key, by: fresh.user, because: null, now, accountIds });
      return { value: undefined, audit: { records } };
    });
  });
}
