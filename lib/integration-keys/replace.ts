import { and, eq } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

import type { CreatedKey, ReplaceKeyInput } from "../contracts/integration-keys";
import { sortScopes } from "../domain/scopes";
import type { AccountContext } from "../kernel/context";
import { mutate } from "../kernel/mutate";
import { confirmRevocation } from "./confirm-revocation";
import { findIntegrationKey } from "./get";
import { onceOnly } from "./idempotency";
import { insertKey } from "./insert";
import { clock, expectStep, lockKey } from "./lock";

/**
 * Replaces an active key (R4): a new key with a secret of its own, linked to the old one, which is accepted until the
 * overlap ends and then counts as revoked with nothing left to do. Left-out address ranges are the old key's.
 * @throws DomainError not_found | not_key_creator | key_already_revoked | key_already_replaced | key_expired, and those
 *   of {@link createIntegrationKey}
 */
export async function replaceIntegrationKey(
  ctx: AccountContext,
  input: ReplaceKeyInput & { readonly keyId: string; readonly idempotencyKey: string | null },
): Promise<CreatedKey> {
  const { idempotencyKey, keyId, overlapSeconds, ...newKey } = input;
  const scopes = sortScopes(newKey.scopes);
  const request = {
    verb: "replace",
    keyId,
    overlapSeconds,
    name: newKey.name,
    scopes,
    allowedRanges: newKey.allowedRanges ?? null,
    expiresAt: newKey.expiresAt?.toISOString() ?? null,
  };
  const created = await mutate(ctx, "key:manage", (tx, fresh) =>
    onceOnly(tx, fresh, { idempotencyKey, request }, async () => {
      const old = await lockKey(tx, fresh, keyId);
      const now = await clock(tx);
      const after = expectStep(old, { type: "replace", at: now, overlapSeconds });
      const hasEnded = after.revokedAt !== null;
      await tx
        .update(integrationKeys)
        .set({
          retiresAt: after.retiresAt,
          ...(hasEnded
            ? { revokedAt: after.revokedAt, revokedBy: ctx.user.id, revokeReason: "Replaced without overlap" }
            : {}),
        })
        .where(and(eq(integrationKeys.accountId, ctx.account.id), eq(integrationKeys.id, old.id)));
      const created = await insertKey(tx, fresh, now, {
        name: newKey.name,
        method: old.method,
        scopes: newKey.scopes,
        allowedRanges: newKey.allowedRanges ?? old.allowedRanges,
        expiresAt: newKey.expiresAt,
        replacesKeyId: old.id,
      });
      return {
        value: { key: await findIntegrationKey(tx, fresh, created.id), secret: created.secret },
        audit: {
          action: "key.replaced",
          subject: { kind: "integration_key", id: old.id, name: old.name },
          before: { scopes: old.scopes, expiresAt: old.expiresAt?.toISOString() ?? null },
          after: {
            successorId: created.id,
            clientId: created.clientId,
            name: newKey.name,
            scopes,
            expiresAt: created.expiresAt.toISOString(),
            overlapSeconds,
            oldKeyEndsAt: (after.revokedAt ?? after.retiresAt)?.toISOString() ?? null,
          },
        },
      };
    }),
  );
  if (overlapSeconds === 0) await confirmRevocation(ctx, keyId);
  return created;
}
