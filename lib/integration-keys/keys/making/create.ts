import type { CreatedKey, CreateKeyInput } from "../../../contracts/keys/integration-keys";
import { sortScopes } from "../../../domain/keys/scopes";
import type { AccountContext } from "../../../kernel/context";
import { byMember } from "../../../kernel/authority";
import { change } from "../../../kernel/change";
import { findIntegrationKey } from "../reading/get";
import { onceOnly } from "./idempotency";
import { insertKey } from "./insert";
import { clock } from "../lock";

/**
 * Creates a long-lived key and returns its secret, once (R9), or an OAuth app, which has no secret yet and does not
 * expire. With an idempotency key, a retry or a double click gets the same key without its secret (I8).
 * @param input.idempotencyKey 1 to 200 characters, or null; kept per account and person, for 7 days
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled | account_closed | validation_failed |
 *   method_not_available | go_live_required | active_key_limit | idempotency_key_reused
 */
export function createIntegrationKey(
  ctx: AccountContext,
  input: CreateKeyInput & { readonly idempotencyKey: string | null },
): Promise<CreatedKey> {
  const { idempotencyKey, isPublic = false, ...newKey } = input;
  const scopes = sortScopes(newKey.scopes);
  const request = {
    verb: "create",
    ...newKey,
    scopes,
    expiresAt: newKey.expiresAt?.toISOString() ?? null,
    ...(isPublic ? { isPublic } : {}),
  };
  return change(byMember(ctx, "key:create"), [ctx.account.id], (tx, fresh) =>
    onceOnly(tx, fresh, { idempotencyKey, request }, async () => {
      const now = await clock(tx);
      const created = await insertKey(tx, fresh, now, {
        ...newKey,
        expiresAt: newKey.expiresAt,
        isPublic,
        replacesKeyId: null,
      });
      return {
        value: { key: await findIntegrationKey(tx, fresh, created.id), secret: created.secret },
        audit: {
          action: "key.created",
          subject: { kind: "integration_key", id: created.id, name: newKey.name },
          after: {
            clientId: created.clientId,
            method: newKey.method,
            scopes,
            allowedRanges: newKey.allowedRanges,
            expiresAt: created.expiresAt?.toISOString() ?? null,
            ...(newKey.method === "oauth" ? { isPublic } : {}),
          },
        },
      };
    }),
  );
}
