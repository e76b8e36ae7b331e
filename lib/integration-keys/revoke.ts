import { and, eq, isNull } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

import type { IntegrationKey, RevokeKeyInput } from "../contracts/integration-keys";
import { DomainError } from "../domain/errors";
import type { AccountContext } from "../kernel/context";
import { mutate } from "../kernel/mutate";
import { confirmRevocation } from "./confirm-revocation";
import { findIntegrationKey } from "./get";
import { clock, expectStep, lockKey } from "./lock";

/**
 * Ends a key at once and for good (R8, I1). Of two admins who revoke at once, the second is told that it is done.
 * @throws DomainError not_found | forbidden | not_key_creator | key_already_revoked
 */
export async function revokeIntegrationKey(
  ctx: AccountContext,
  input: RevokeKeyInput & { readonly keyId: string },
): Promise<IntegrationKey> {
  const revoked = await mutate(ctx, "key:manage", async (tx, fresh) => {
    const before = await lockKey(tx, fresh, input.keyId);
    const after = expectStep(before, { type: "revoke", at: await clock(tx) });
    const changed = await tx
      .update(integrationKeys)
      .set({ revokedAt: after.revokedAt, revokedBy: ctx.user.id, revokeReason: input.reason })
      .where(
        and(
          eq(integrationKeys.accountId, ctx.account.id),
          eq(integrationKeys.id, before.id),
          isNull(integrationKeys.revokedAt),
        ),
      );
    if (changed.rowCount !== 1)
      throw new DomainError("conflict", "The key changed meanwhile. Load it again.");
    return {
      value: await findIntegrationKey(tx, fresh, before.id),
      audit: {
        action: "key.revoked",
        subject: { kind: "integration_key", id: before.id, name: before.name },
        before: { revokedAt: null, retiresAt: before.retiresAt?.toISOString() ?? null },
        after: { revokedAt: after.revokedAt?.toISOString() ?? null },
        reason: input.reason,
      },
    };
  });
  await confirmRevocation(ctx, input.keyId);
  return revoked;
}
