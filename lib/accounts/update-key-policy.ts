import { eq } from "drizzle-orm";

import { keyPolicies } from "@/db/schema/accounts";

import type { KeyPolicy, UpdateKeyPolicyInput } from "../contracts/keys/key-policy";
import type { JsonObject } from "../domain/record/audit-event";
import { DomainError, invalid } from "../domain/errors";
import type { AccountContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { byMember } from "../kernel/authority";
import { change } from "../kernel/change";
import { findKeyPolicy } from "./get-key-policy";

/**
 * Changes what the account allows its keys (R3, R5). Keys that exist keep their expiry. Of two who save at once, the
 * second is told that the policy changed meanwhile.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled | account_closed | validation_failed |
 *   stale_version
 */
export function updateKeyPolicy(ctx: AccountContext, input: UpdateKeyPolicyInput): Promise<KeyPolicy> {
  return change(byMember(ctx, "policy:update"), [ctx.account.id], async (tx, fresh) => {
    if (input.isGoLiveRequired && fresh.account.environment === "sandbox") {
      throw invalid(
        "/isGoLiveRequired",
        "go_live_in_sandbox",
        "Go Live leads from a sandbox account to production; it can't be required here.",
      );
    }
    const before = await lockPolicy(tx, fresh.account.id);
    if (before.version !== input.version) {
      throw new DomainError(
        "stale_version",
        "Somebody else changed the key policy meanwhile. Load it again, then make your change.",
      );
    }
    const after = {
      defaultLifetimeDays: input.defaultLifetimeDays,
      maximumLifetimeDays: input.maximumLifetimeDays,
      isGoLiveRequired: input.isGoLiveRequired,
    };
    if (isSame(before, after)) return { value: await findKeyPolicy(tx, fresh), audit: "unchanged" };
    await tx
      .update(keyPolicies)
      .set({ ...after, version: before.version + 1, updatedAt: fresh.now, updatedBy: fresh.user.id })
      .where(eq(keyPolicies.accountId, fresh.account.id));
    return {
      value: await findKeyPolicy(tx, fresh),
      audit: {
        action: "policy.updated",
        subject: { kind: "key_policy", id: fresh.account.id, name: "Key policy" },
        before: rulesOf(before),
        after: rulesOf(after),
      },
    };
  });
}

type Rules = Pick<KeyPolicy, "defaultLifetimeDays" | "maximumLifetimeDays" | "isGoLiveRequired">;

/**
 * The policy's row under a lock; made first where the account has none yet. The change has the account's row before it
 * (see change): keys that are being made by the policy of before come first, on the record too.
 */
async function lockPolicy(tx: Transaction, accountId: string): Promise<Rules & { version: number }> {
  await tx.insert(keyPolicies).values({ accountId }).onConflictDoNothing();
  const [row] = await tx
    .select({
      defaultLifetimeDays: keyPolicies.defaultLifetimeDays,
      maximumLifetimeDays: keyPolicies.maximumLifetimeDays,
      isGoLiveRequired: keyPolicies.isGoLiveRequired,
      version: keyPolicies.version,
    })
    .from(keyPolicies)
    .where(eq(keyPolicies.accountId, accountId))
    .for("update");
  if (!row) throw new Error(`The key policy of ${accountId} is gone`);
  return row;
}

function rulesOf(policy: Rules): JsonObject {
  return {
    defaultLifetimeDays: policy.defaultLifetimeDays,
    maximumLifetimeDays: policy.maximumLifetimeDays,
    isGoLiveRequired: policy.isGoLiveRequired,
  };
}

function isSame(one: Rules, other: Rules): boolean {
  return (
    one.defaultLifetimeDays === other.defaultLifetimeDays &&
    one.maximumLifetimeDays === other.maximumLifetimeDays &&
    one.isGoLiveRequired === other.isGoLiveRequired
  );
}
