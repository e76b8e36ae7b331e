import { and, eq, isNull } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

import type { IntegrationKey, RevokeKeyInput } from "../../contracts/keys/integration-keys";
import { DomainError } from "../../domain/errors";
import type { AccountContext } from "../../kernel/context";
import type { AuditEntry } from "../../domain/record/audit-event";
import { byMember, takingBackFrom } from "../../kernel/authority";
import { change } from "../../kernel/change";
import { withdrawRequest, withEntry, withRequest } from "../../kernel/cases/withdraw-request";
import { confirmRevocation } from "../keys/confirm-revocation";
import { findIntegrationKey } from "../keys/reading/get";
import { clock, expectStep, lockKey } from "../keys/lock";

/**
 * Ends a key at once and for good (R8, I1), and with it what support was asked for it on its way to production. Of two admins who revoke at once, the second is told that it is done.
 * @throws DomainError not_found | forbidden | not_key_creator | key_already_revoked
 */
export async function revokeIntegrationKey(
  ctx: AccountContext,
  input: RevokeKeyInput & { readonly keyId: string },
): Promise<IntegrationKey> {
  const key = { id: input.keyId, accountId: ctx.account.id };
  const revoked = await withRequest(key, (others) => revoke(ctx, input, others));
  await confirmRevocation(ctx.account.id, input.keyId);
  return revoked;
}

function revoke(
  ctx: AccountContext,
  input: RevokeKeyInput & { readonly keyId: string },
  others: readonly string[],
): Promise<IntegrationKey> {
  const accountIds = [ctx.account.id, ...others];
  return change(byMember(ctx, "key:end", takingBackFrom(others)), accountIds, async (tx, fresh) => {
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
    const { id, name } = before;
    const entry: AuditEntry = {
      action: "key.revoked",
      subject: { kind: "integration_key", id, name },
      before: { revokedAt: null, retiresAt: before.retiresAt?.toISOString() ?? null },
      after: { revokedAt: after.revokedAt?.toISOString() ?? null },
      reason: input.reason,
    };
    const ended = await withdrawRequest(tx, {
      key: { id, name, accountId: ctx.account.id },
      by: fresh.user,
      because: "The sandbox key was revoked.",
      now: fresh.now,
      accountIds,
    });
    return {
      value: await findIntegrationKey(tx, fresh, id),
      audit: { records: withEntry(ended, ctx.account.id, entry) },
    };
  });
}
