/** What creating and replacing have in common: the checks of a new key or app, and its rows. */
import { eq } from "drizzle-orm";

import type { Transaction } from "../../../kernel/database";
import { keyPolicies } from "@/db/schema/accounts";
import { credentials, integrationKeys } from "@/db/schema/integration-keys";

import { methodRefusal, type AuthenticationMethod } from "../../../domain/keys/availability";
import { DomainError, type FieldError } from "../../../domain/errors";
import { addLifetime, DEFAULT_POLICY, expiryRefusal, expiryRefusalText } from "../../../domain/keys/lifetime";
import { mayHold } from "../../../domain/keys/scope-ceiling";
import { LONG_LIVED_SCOPES, sortScopes, type Scope } from "../../../domain/keys/scopes";
import { authorizeChange, findAccount } from "../../../kernel/access";
import { assertBelowLimit } from "../../../kernel/accounts/active-key-room";
import type { AccountContext } from "../../../kernel/context";
import { newGuid, newId } from "../../../platform/ids";
import { newSecret } from "../../../platform/secrets/secrets";

export type NewKey = {
  readonly name: string;
  readonly method: AuthenticationMethod;
  /** The scopes in the order of the request, which a refusal points into. */
  readonly scopes: readonly Scope[];
  readonly allowedRanges: readonly string[];
  /** Left out: by the account's policy, and never for an app. */
  readonly expiresAt: Date | undefined;
  /** Of an app: whether it can keep no secret. */
  readonly isPublic: boolean;
  readonly replacesKeyId: string | null;
};

/**
 * Checks a new key against R3, R5, R6 and R10, and once more against R1, since the account may have changed while its
 * lock was waited for, and writes it. The change has the lock of the account's row (see change), so that the limit
 * holds for two at once, and no key follows a change that forbids it on the record.
 * @returns the new key's id, its expiry, and its secret: for the one response that reveals it (R9). An app has neither.
 * @throws DomainError plan_not_eligible | feature_not_enabled | account_closed | validation_failed |
 *   method_not_available | go_live_required | active_key_limit
 */
export async function insertKey(
  tx: Transaction,
  ctx: AccountContext,
  now: Date,
  input: NewKey,
): Promise<{ id: string; clientId: string; expiresAt: Date | null; secret: string | null }> {
  authorizeChange({ profile: ctx.profile, account: await findAccount(tx, ctx.account.id) }, "key:create");
  const policy = await findPolicy(tx, ctx.account.id);
  assertMethod(ctx, input.method, policy.isGoLiveRequired);
  const expiresAt =
    input.method === "oauth" ? null : (input.expiresAt ?? addLifetime(now, policy.defaultLifetimeDays));
  assertNoFaults([
    ...scopeFaults(ctx, input),
    ...(expiresAt ? expiryFaults(expiresAt, now, policy.maximumLifetimeDays) : []),
    ...methodFaults(input),
  ]);
  await assertBelowLimit(tx, ctx.account.id, now);

  const id = newId();
  const clientId = newGuid();
  const secret = input.method === "oauth" ? null : newSecret("ik", ctx.account.environment);
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
    prefix: secret?.prefix ?? null,
    lastFour: secret?.lastFour ?? null,
    isPublic: input.isPublic,
  });
  if (secret) {
    await tx.insert(credentials).values({
      id: newId(),
      keyId: id,
      accountId: ctx.account.id,
      kind: "long_lived",
      secretHash: secret.hash,
      createdAt: now,
    });
  }
  return { id, clientId, expiresAt, secret: secret?.text ?? null };
}

/** What the account allows its keys (R3, R5). */
export async function findPolicy(tx: Transaction, accountId: string) {
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
}

function scopeFaults(ctx: AccountContext, { method, scopes }: NewKey): FieldError[] {
  return scopes.flatMap((scope, index) => {
    const pointer = `/scopes/${index}`;
    if (method === "long_lived" && !LONG_LIVED_SCOPES.includes(scope)) {
      return [{ pointer, code: "oauth_scope", detail: `${scope} is for OAuth apps only.` }];
    }
    if (!mayHold(ctx.profile, scope)) {
      return [{ pointer, code: "scope_not_grantable", detail: `Your profile may not hold ${scope}.` }];
    }
    return [];
  });
}

/** Why a key may not expire then (R5). */
export function expiryFaults(expiresAt: Date, now: Date, maximumLifetimeDays: number): FieldError[] {
  const code = expiryRefusal(expiresAt, now, maximumLifetimeDays);
  if (!code) return [];
  return [{ pointer: "/expiresAt", code, detail: expiryRefusalText(code, maximumLifetimeDays) }];
}

/** What goes with the other method only. */
function methodFaults({ method, expiresAt, isPublic }: NewKey): FieldError[] {
  if (method === "oauth" && expiresAt !== undefined) {
    const detail = "An app does not expire: its secrets do. Leave the expiry out.";
    return [{ pointer: "/expiresAt", code: "app_without_expiry", detail }];
  }
  if (method === "long_lived" && isPublic) {
    const detail = "Only an OAuth app is public or confidential.";
    return [{ pointer: "/isPublic", code: "apps_only", detail }];
  }
  return [];
}

/** Refuses an input with faults. @throws DomainError validation_failed */
export function assertNoFaults(errors: readonly FieldError[]): void {
  const [first] = errors;
  if (first) throw new DomainError("validation_failed", first.detail, { errors });
}
