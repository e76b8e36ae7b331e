/** What creating and replacing have in common: the checks of a new key, and its rows. */
import { and, count, eq, gt, isNull, or, sql } from "drizzle-orm";

import type { Transaction } from "../kernel/database";
import { accounts, keyPolicies } from "@/db/schema/accounts";
import { credentials, integrationKeys } from "@/db/schema/integration-keys";

import { methodRefusal, type AuthenticationMethod } from "../domain/availability";
import { DomainError, type FieldError } from "../domain/errors";
import { addLifetime, DEFAULT_POLICY, expiryRefusal, expiryRefusalText } from "../domain/lifetime";
import { ACTIVE_KEYS_PER_ACCOUNT, WORKING_KEYS_PER_ACTIVE } from "../domain/limits";
import { mayHold } from "../domain/profiles";
import { LONG_LIVED_SCOPES, sortScopes, type Scope } from "../domain/scopes";
import { authorize, findAccount } from "../kernel/access";
import type { AccountContext } from "../kernel/context";
import { newGuid, newId } from "../platform/ids";
import { newSecret } from "../platform/secrets";

export type NewKey = {
  readonly name: string;
  readonly method: AuthenticationMethod;
  /** In the order of the request, which a refusal points into. */
  readonly scopes: readonly Scope[];
  readonly allowedRanges: readonly string[];
  readonly expiresAt: Date | undefined;
  readonly replacesKeyId: string | null;
};

/**
 * Checks a new key against R3, R5, R6 and R10, and once more against R1, since the account may have changed while its
 * lock was waited for, and writes it. The change has the lock of the account's row (see mutate), so that the limit
 * holds for two at once, and no key follows a change that forbids it on the record.
 * @returns the new key's id, its expiry, and its secret: for the one response that reveals it (R9)
 * @throws DomainError plan_not_eligible | feature_not_enabled | account_closed | validation_failed |
 *   method_not_available | go_live_required | active_key_limit
 */
export async function insertKey(
  tx: Transaction,
  ctx: AccountContext,
  now: Date,
  input: NewKey,
): Promise<{ id: string; clientId: string; expiresAt: Date; secret: string }> {
  authorize({ profile: ctx.profile, account: await findAccount(tx, ctx.account.id) }, "key:create");
  const [account] = await tx
    .select({ activeKeyLimit: accounts.activeKeyLimit })
    .from(accounts)
    .where(eq(accounts.id, ctx.account.id));
  const policy = await findPolicy(tx, ctx.account.id);
  assertMethod(ctx, input.method, policy.isGoLiveRequired);
  const expiresAt = input.expiresAt ?? addLifetime(now, policy.defaultLifetimeDays);
  assertFields(ctx, input.scopes, expiresAt, now, policy.maximumLifetimeDays);
  await assertBelowLimit(tx, ctx.account.id, now, account?.activeKeyLimit ?? ACTIVE_KEYS_PER_ACCOUNT);

  const id = newId();
  const clientId = newGuid();
  const secret = newSecret("ik", ctx.account.environment);
  await tx.insert(integrationKeys).values({
    id,
    accountId: ctx.account.id,
    environment: ctx.account.environment,
    clientId,
    name: input.name,
    method: input.method,
    scopes: sortScopes(input.scopes),
    allowedRanges: [...input.allowedRanges],
    createdBy: ctx.user.id,
    createdAt: now,
    expiresAt,
    replacesKeyId: input.replacesKeyId,
    prefix: secret.prefix,
    lastFour: secret.lastFour,
  });
  await tx.insert(credentials).values({
    id: newId(),
    keyId: id,
    accountId: ctx.account.id,
    kind: "long_lived",
    secretHash: secret.hash,
    createdAt: now,
  });
  return { id, clientId, expiresAt, secret: secret.text };
}

async function findPolicy(tx: Transaction, accountId: string) {
  const [policy] = await tx
    .select({
      defaultLifetimeDays: keyPolicies.defaultLifetimeDays,
      maximumLifetimeDays: keyPolicies.maximumLifetimeDays,
      isGoLiveRequired: keyPolicies.isGoLiveRequired,
    })
    .from(keyPolicies)
    .where(eq(keyPolicies.accountId, accountId));
  return policy ?? { ...DEFAULT_POLICY, isGoLiveRequired: false };
}

function assertMethod(ctx: AccountContext, method: AuthenticationMethod, isGoLiveRequired: boolean): void {
  const refusal = methodRefusal(method, ctx.account.environment, isGoLiveRequired);
  if (refusal === "go_live_required") {
    throw new DomainError(
      refusal,
      "The key policy of this account asks for Go Live: create the key in a sandbox account and take it live.",
    );
  }
  if (refusal === "method_not_available") {
    throw new DomainError(
      refusal,
      "OAuth apps are created in a sandbox account and reach production through Go Live.",
    );
  }
  if (method === "oauth") {
    throw new DomainError("method_not_available", "This console creates long-lived keys only.");
  }
}

function assertFields(
  ctx: AccountContext,
  scopes: readonly Scope[],
  expiresAt: Date,
  now: Date,
  maximumLifetimeDays: number,
): void {
  const errors: FieldError[] = scopes.flatMap((scope, index) => {
    const pointer = `/scopes/${index}`;
    if (!LONG_LIVED_SCOPES.includes(scope)) {
      return [{ pointer, code: "oauth_scope", detail: `${scope} is for OAuth apps only.` }];
    }
    if (!mayHold(ctx.profile, scope)) {
      return [{ pointer, code: "scope_not_grantable", detail: `Your profile may not hold ${scope}.` }];
    }
    return [];
  });
  const refusal = expiryRefusal(expiresAt, now, maximumLifetimeDays);
  if (refusal) {
    errors.push({
      pointer: "/expiresAt",
      code: refusal,
      detail: expiryRefusalText(refusal, maximumLifetimeDays),
    });
  }
  if (errors.length > 0) {
    throw new DomainError("validation_failed", errors[0]?.detail ?? "The key is not valid.", { errors });
  }
}

/**
 * R10. A key in its overlap does not count: its successor has taken its place, so that an account at its limit can
 * still replace keys. All that still work are bounded too, or keys replaced again and again would walk around the limit.
 */
async function assertBelowLimit(tx: Transaction, accountId: string, now: Date, limit: number): Promise<void> {
  const { expiresAt, retiresAt, revokedAt } = integrationKeys;
  const [row] = await tx
    .select({
      active: sql<number>`(count(*) filter (where ${retiresAt} is null))::int`,
      working: count(),
    })
    .from(integrationKeys)
    .where(
      and(
        eq(integrationKeys.accountId, accountId),
        isNull(revokedAt),
        or(isNull(expiresAt), gt(expiresAt, now)),
        or(isNull(retiresAt), gt(retiresAt, now)),
      ),
    );
  if ((row?.active ?? 0) >= limit) {
    throw new DomainError(
      "active_key_limit",
      `This account has ${limit} active keys, which is the most it can have. Revoke one that is no longer needed.`,
    );
  }
  const workingLimit = limit * WORKING_KEYS_PER_ACTIVE;
  if ((row?.working ?? 0) >= workingLimit) {
    throw new DomainError(
      "active_key_limit",
      `This account has ${workingLimit} keys that work, those in their overlap included, which is the most it can have. ` +
        "Replace without an overlap, or revoke a key that was replaced before.",
    );
  }
}
