import { and, eq } from "drizzle-orm";

import type { Reader, Transaction } from "../../../kernel/database";
import { idempotencyKeys } from "@/db/schema/integration-keys";

import type { CreatedKey } from "../../../contracts/keys/integration-keys";
import { canonicalJson, type JsonObject } from "../../../domain/record/audit-event";
import { DomainError } from "../../../domain/errors";
import type { AccountContext } from "../../../kernel/context";
import type { Outcome } from "../../../kernel/change";
import { sha256 } from "../../../platform/secrets/secrets";
import { findIntegrationKey } from "../reading/get";
import { clock } from "../lock";

/** A request that may come again. `request` is it as it was understood; a retry must repeat it. */
export type Retry = { readonly idempotencyKey: string | null; readonly request: JsonObject };

/** What a request made: a key, or a credential of one. */
export type Made = { readonly keyId: string; readonly credentialId: string | null };

/**
 * Makes a key at most once per idempotency key (I8): a retry finds it, without the secret (R9).
 * @throws DomainError idempotency_key_reused
 */
export function onceOnly(
  tx: Transaction,
  ctx: AccountContext,
  retry: Retry,
  make: () => Promise<Outcome<CreatedKey>>,
): Promise<Outcome<CreatedKey>> {
  return madeOnce(tx, ctx, retry, {
    make,
    madeOf: ({ key }) => ({ keyId: key.id, credentialId: null }),
    again: async ({ keyId }) => ({ key: await findIntegrationKey(tx, ctx, keyId), secret: null }),
  });
}

/**
 * Makes something at most once per idempotency key (I8). The change has the lock of the account's row, so a second request
 * with the same key has waited for it until the first has committed, and finds what that made.
 * @param work.again what was made, as a retry is answered: without any secret (R9)
 * @throws DomainError idempotency_key_reused
 */
export async function madeOnce<T>(
  tx: Transaction,
  ctx: AccountContext,
  retry: Retry,
  work: {
    readonly make: () => Promise<Outcome<T>>;
    readonly madeOf: (value: T) => Made;
    readonly again: (made: Made) => Promise<T>;
  },
): Promise<Outcome<T>> {
  const { idempotencyKey } = retry;
  if (idempotencyKey === null) return work.make();
  const earlier = await findMade(tx, ctx, retry);
  if (earlier) return { value: await work.again(earlier), audit: "unchanged" };

  const outcome = await work.make();
  await tx.insert(idempotencyKeys).values({
    accountId: ctx.account.id,
    userId: ctx.user.id,
    idempotencyKey,
    requestHash: hashOf(retry),
    ...work.madeOf(outcome.value),
    // Not when the key was made: the copy of a key that went live is older than its secret.
    createdAt: await clock(tx),
  });
  return outcome;
}

/**
 * What an earlier request with this idempotency key made; null where there was none.
 * @throws DomainError idempotency_key_reused
 */
export async function findMade(db: Reader, ctx: AccountContext, retry: Retry): Promise<Made | null> {
  const { idempotencyKey } = retry;
  if (idempotencyKey === null) return null;
  const [earlier] = await db
    .select({
      keyId: idempotencyKeys.keyId,
      credentialId: idempotencyKeys.credentialId,
      requestHash: idempotencyKeys.requestHash,
    })
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.accountId, ctx.account.id),
        eq(idempotencyKeys.userId, ctx.user.id),
        eq(idempotencyKeys.idempotencyKey, idempotencyKey),
      ),
    );
  if (!earlier) return null;
  if (!earlier.requestHash.equals(hashOf(retry))) {
    throw new DomainError(
      "idempotency_key_reused",
      "This Idempotency-Key came before with another request. Use a new one for every new one.",
    );
  }
  return { keyId: earlier.keyId, credentialId: earlier.credentialId };
}

function hashOf({ request }: Retry): Buffer {
  return sha256(canonicalJson(request));
}
