import { and, eq } from "drizzle-orm";

import { goLiveJourneys } from "@/db/schema/go-live";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { CreatedKey, ReplaceKeyInput } from "../../../contracts/keys/integration-keys";
import type { AuthenticationMethod } from "../../../domain/keys/availability";
import { DomainError } from "../../../domain/errors";
import { keyStatus, type KeyLife } from "../../../domain/keys/key-lifecycle";
import { sortScopes } from "../../../domain/keys/scopes";
import type { AuditEntry } from "../../../domain/record/audit-event";
import type { AccountContext } from "../../../kernel/context";
import { byMember, takingBackFrom } from "../../../kernel/authority";
import { change, type Outcome } from "../../../kernel/change";
import type { Transaction } from "../../../kernel/database";
import { withdrawRequest, withEntry, withRequest } from "../../../kernel/cases/withdraw-request";
import { confirmRevocation } from "../confirm-revocation";
import { findIntegrationKey } from "../reading/get";
import { onceOnly } from "./idempotency";
import { insertKey } from "./insert";
import { clock, expectStep, lockKey } from "../lock";

/**
 * Replaces a key (R4): a new one with a secret of its own, linked to the old one, which is accepted until the overlap
 * ends and then counts as revoked with nothing left to do. An expired key is replaced too: it stays expired, and no
 * overlap brings it back. What support was asked for a sandbox key ends where the key does at once; what a key went live
 * as goes on as the new one. Left-out address ranges are the old key's. An app is not replaced: its credentials are.
 * @throws DomainError not_found | not_key_creator | method_not_available for an app | key_not_issued | key_already_revoked |
 *   key_already_replaced, and those of {@link createIntegrationKey}
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
  const created = await withRequest({ id: keyId, accountId: ctx.account.id }, (others) => {
    const accountIds = [ctx.account.id, ...others];
    return change(byMember(ctx, "key:manage", takingBackFrom(others)), accountIds, (tx, fresh) =>
      onceOnly(tx, fresh, { idempotencyKey, request }, () => replace(tx, fresh, { ...input, accountIds })),
    );
  });
  // Notes nothing where there was none: an expired key stays expired.
  if (overlapSeconds === 0) await confirmRevocation(ctx.account.id, keyId);
  return created;
}

async function replace(
  tx: Transaction,
  fresh: AccountContext,
  input: ReplaceKeyInput & { readonly keyId: string; readonly accountIds: readonly string[] },
): Promise<Outcome<CreatedKey>> {
  const { overlapSeconds } = input;
  const accountId = fresh.account.id;
  const old = await lockKey(tx, fresh, input.keyId);
  assertReplaceable(old);
  const now = await clock(tx);
  const isReplaced = await hasSuccessor(tx, old.id);
  const after = expectStep(old, { type: "replace", at: now, overlapSeconds, isReplaced });
  await saveEnd(tx, fresh, old.id, after);
  const created = await insertKey(tx, fresh, now, {
    name: input.name,
    method: old.method,
    scopes: input.scopes,
    allowedRanges: input.allowedRanges ?? old.allowedRanges,
    expiresAt: input.expiresAt,
    isPublic: false,
    replacesKeyId: old.id,
  });
  await passOnWay(tx, accountId, old.id, created.id);
  const because = "The sandbox key was replaced without overlap.";
  const key = { id: old.id, name: old.name, accountId };
  const { accountIds } = input;
  const ended =
    after.revokedAt === null
      ? {}
      : await withdrawRequest(tx, { key, by: fresh.user, because, now, accountIds });
  const expiredAt = keyStatus(old, now) === "expired" ? old.expiresAt : null;
  const entry: AuditEntry = {
    action: "key.replaced",
    subject: { kind: "integration_key", id: old.id, name: old.name },
    before: { scopes: old.scopes, expiresAt: old.expiresAt?.toISOString() ?? null },
    after: {
      successorId: created.id,
      clientId: created.clientId,
      name: input.name,
      scopes: sortScopes(input.scopes),
      expiresAt: created.expiresAt?.toISOString() ?? null,
      ...(expiredAt
        ? { oldKeyExpiredAt: expiredAt.toISOString() }
        : {
            overlapSeconds,
            oldKeyEndsAt: (after.revokedAt ?? after.retiresAt)?.toISOString() ?? null,
          }),
    },
  };
  return {
    value: { key: await findIntegrationKey(tx, fresh, created.id), secret: created.secret },
    audit: { records: withEntry(ended, accountId, entry) },
  };
}

async function saveEnd(tx: Transaction, ctx: AccountContext, keyId: string, after: KeyLife): Promise<void> {
  const saved = await tx
    .update(integrationKeys)
    .set({
      retiresAt: after.retiresAt,
      ...(after.revokedAt === null
        ? {}
        : { revokedAt: after.revokedAt, revokedBy: ctx.user.id, revokeReason: "Replaced without overlap" }),
    })
    .where(and(eq(integrationKeys.accountId, ctx.account.id), eq(integrationKeys.id, keyId)));
  if (saved.rowCount !== 1) throw new DomainError("conflict", "The key changed meanwhile. Load it again.");
}

/** What a sandbox key went live as is its successor from now on; of other keys there is no way to pass on. */
async function passOnWay(
  tx: Transaction,
  productionAccountId: string,
  oldId: string,
  successorId: string,
): Promise<void> {
  await tx
    .update(goLiveJourneys)
    .set({ productionKeyId: successorId })
    .where(
      and(
        eq(goLiveJourneys.productionAccountId, productionAccountId),
        eq(goLiveJourneys.productionKeyId, oldId),
      ),
    );
}

function assertReplaceable(key: {
  readonly method: AuthenticationMethod;
  readonly expiresAt: Date | null;
}): void {
  if (key.method === "long_lived") {
    if (key.expiresAt !== null) return;
    throw new DomainError(
      "key_not_issued",
      "This key has no secret yet that another could replace. Issue it first.",
    );
  }
  throw new DomainError(
    "method_not_available",
    "OAuth apps are not replaced: their secrets and key pairs are, each by itself.",
  );
}

/** Asked once the old key is locked, so that of two replacements the second sees the first one's key. */
async function hasSuccessor(tx: Transaction, keyId: string): Promise<boolean> {
  const [successor] = await tx
    .select({ id: integrationKeys.id })
    .from(integrationKeys)
    .where(eq(integrationKeys.replacesKeyId, keyId));
  return successor !== undefined;
}
