import { and, eq, isNull } from "drizzle-orm";

import { credentials, integrationKeys } from "@/db/schema/integration-keys";

import type { CreatedKey, IssueKeyInput } from "../../../contracts/keys/integration-keys";
import { DomainError } from "../../../domain/errors";
import { keyRefusalText, keyStatus } from "../../../domain/keys/key-lifecycle";
import { addLifetime } from "../../../domain/keys/lifetime";
import { assertBelowLimit } from "../../../kernel/accounts/active-key-room";
import { byMember } from "../../../kernel/authority";
import { change } from "../../../kernel/change";
import type { AccountContext } from "../../../kernel/context";
import type { Transaction } from "../../../kernel/database";
import { newId } from "../../../platform/ids";
import { newSecret } from "../../../platform/secrets/secrets";
import { findIntegrationKey } from "../reading/get";
import { onceOnly } from "./idempotency";
import { assertNoFaults, expiryFaults, findPolicy } from "./insert";
import { clock, lockKey } from "../lock";

/**
 * Issues the secret of a long-lived key that Go Live made in production, and returns it, once (R9). From then on the key
 * acts as whoever issued it (R6), until an expiry that the account's policy allows (R5). With an idempotency key, a retry
 * gets the same key without its secret (I8); a second issue is refused.
 * @param input.expiresAt left out: by the account's policy
 * @param input.idempotencyKey 1 to 200 characters, or null; kept per account and person, for 7 days
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled | account_closed |
 *   method_not_available for an app | key_already_issued | key_already_revoked | validation_failed | active_key_limit |
 *   idempotency_key_reused
 */
export function issueIntegrationKey(
  ctx: AccountContext,
  input: IssueKeyInput & { readonly keyId: string; readonly idempotencyKey: string | null },
): Promise<CreatedKey> {
  const { keyId, idempotencyKey } = input;
  const request = { verb: "issue", keyId, expiresAt: input.expiresAt?.toISOString() ?? null };
  return change(byMember(ctx, "key:manage"), [ctx.account.id], (tx, fresh) =>
    onceOnly(tx, fresh, { idempotencyKey, request }, async () => {
      const key = await lockKey(tx, fresh, keyId);
      const now = await clock(tx);
      assertIssuable(key, now);
      const policy = await findPolicy(tx, fresh.account.id);
      const expiresAt = input.expiresAt ?? addLifetime(now, policy.defaultLifetimeDays);
      assertNoFaults(expiryFaults(expiresAt, now, policy.maximumLifetimeDays));
      await assertBelowLimit(tx, fresh.account.id, now, key.id);
      const secret = await writeSecret(tx, fresh, key.id, { now, expiresAt });
      return {
        value: { key: await findIntegrationKey(tx, fresh, key.id), secret },
        audit: {
          action: "key.issued",
          subject: { kind: "integration_key", id: key.id, name: key.name },
          before: { createdBy: key.createdBy, expiresAt: null },
          after: { createdBy: fresh.user.id, expiresAt: expiresAt.toISOString() },
        },
      };
    }),
  );
}

function assertIssuable(key: Awaited<ReturnType<typeof lockKey>>, now: Date): void {
  if (key.method === "oauth") {
    throw new DomainError(
      "method_not_available",
      "An OAuth app has no secret of its own to issue: add client secrets or key pairs to it.",
    );
  }
  if (keyStatus(key, now) === "revoked") {
    throw new DomainError("key_already_revoked", keyRefusalText("key_already_revoked"));
  }
  if (key.expiresAt !== null) {
    throw new DomainError(
      "key_already_issued",
      "The secret of this key was issued before, and is shown once only. Replace the key to get another.",
    );
  }
}

/** @returns the secret, for the one answer that reveals it */
async function writeSecret(
  tx: Transaction,
  ctx: AccountContext,
  keyId: string,
  { now, expiresAt }: { readonly now: Date; readonly expiresAt: Date },
): Promise<string> {
  const accountId = ctx.account.id;
  const secret = newSecret("ik", ctx.account.environment);
  const issued = await tx
    .update(integrationKeys)
    .set({ createdBy: ctx.user.id, expiresAt, prefix: secret.prefix, lastFour: secret.lastFour })
    .where(
      and(
        eq(integrationKeys.accountId, accountId),
        eq(integrationKeys.id, keyId),
        isNull(integrationKeys.expiresAt),
      ),
    );
  if (issued.rowCount !== 1) throw new DomainError("conflict", "The key changed meanwhile. Load it again.");
  await tx
    .insert(credentials)
    .values({ id: newId(), keyId, accountId, kind: "long_lived", secretHash: secret.hash, createdAt: now });
  return secret.text;
}
