import { and, eq } from "drizzle-orm";

import type { Transaction } from "../kernel/database";
import { idempotencyKeys } from "@/db/schema/integration-keys";

import type { CreatedKey } from "../contracts/integration-keys";
import { canonicalJson, type JsonObject } from "../domain/audit-event";
import { DomainError } from "../domain/errors";
import type { AccountContext } from "../kernel/context";
import type { Outcome } from "../kernel/mutate";
import { sha256 } from "../platform/secrets";
import { findIntegrationKey } from "./get";

/**
 * Makes a key at most once per idempotency key (I8). The change has the lock of the account's row, so a second request
 * with the same key has waited for it until the first has committed, and finds its key here: without the secret (R9).
 * @param request the request as it was understood; a retry must repeat it
 * @throws DomainError idempotency_key_reused
 */
export async function onceOnly(
  tx: Transaction,
  ctx: AccountContext,
  retry: { readonly idempotencyKey: string | null; readonly request: JsonObject },
  make: () => Promise<Outcome<CreatedKey>>,
): Promise<Outcome<CreatedKey>> {
  const { idempotencyKey } = retry;
  if (idempotencyKey === null) return make();

  const requestHash = sha256(canonicalJson(retry.request));
  const [earlier] = await tx
    .select({ keyId: idempotencyKeys.keyId, requestHash: idempotencyKeys.requestHash })
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.accountId, ctx.account.id),
        eq(idempotencyKeys.userId, ctx.user.id),
        eq(idempotencyKeys.idempotencyKey, idempotencyKey),
      ),
    );
  if (earlier) {
    if (!earlier.requestHash.equals(requestHash)) {
      throw new DomainError(
        "idempotency_key_reused",
        "This Idempotency-Key came before with another request. Use a new one for every new key.",
      );
    }
    const key = await findIntegrationKey(tx, ctx, earlier.keyId);
    return { value: { key, secret: null }, audit: "unchanged" };
  }

  const outcome = await make();
  await tx.insert(idempotencyKeys).values({
    accountId: ctx.account.id,
    userId: ctx.user.id,
    idempotencyKey,
    requestHash,
    keyId: outcome.value.key.id,
    createdAt: new Date(outcome.value.key.createdAt),
  });
  return outcome;
}
