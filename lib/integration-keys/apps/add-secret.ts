import { credentials } from "@/db/schema/integration-keys";

import type { AddedSecret, AddSecretInput } from "../../contracts/keys/app-credentials";
import { SECRETS_PER_APP } from "../../domain/apps/app-limits";
import { DomainError, invalid } from "../../domain/errors";
import { CEILING_DAYS, expiryRefusal, expiryRefusalText } from "../../domain/keys/lifetime";
import { byMember } from "../../kernel/authority";
import { change, type Outcome } from "../../kernel/change";
import type { AccountContext } from "../../kernel/context";
import type { Transaction } from "../../kernel/database";
import { newId } from "../../platform/ids";
import { newSecret } from "../../platform/secrets/secrets";
import { madeOnce } from "../keys/making/idempotency";
import { lockKey } from "../keys/lock";
import { countCredentials, findMadeCredential, toClientSecret } from "./credential";
import { lockApp } from "./lock-app";

/**
 * Adds a client secret to a confidential app and returns its value, once: kept is its SHA-256 (R9). With an idempotency
 * key, a retry gets the same secret without its value (I8).
 * @param input.expiresAt in the future, ten years at most; left out, the secret ends when it is removed
 * @throws DomainError not_found | not_key_creator | forbidden | not_an_app | key_already_revoked | app_is_public |
 *   credential_limit | validation_failed | idempotency_key_reused
 */
export function addClientSecret(
  ctx: AccountContext,
  input: AddSecretInput & { readonly keyId: string; readonly idempotencyKey?: string | null },
): Promise<AddedSecret> {
  const { idempotencyKey = null, keyId, name } = input;
  const request = { verb: "add_secret", keyId, name, expiresAt: input.expiresAt?.toISOString() ?? null };
  return change(byMember(ctx, "key:manage"), [ctx.account.id], (tx, fresh) =>
    madeOnce(
      tx,
      fresh,
      { idempotencyKey, request },
      {
        make: () => makeSecret(tx, fresh, input),
        madeOf: ({ secret }) => ({ keyId, credentialId: secret.id }),
        again: async (made) => {
          await lockKey(tx, fresh, keyId);
          const row = await findMadeCredential(tx, fresh.account.id, made);
          return { secret: toClientSecret(row), value: null };
        },
      },
    ),
  );
}

async function makeSecret(
  tx: Transaction,
  fresh: AccountContext,
  input: AddSecretInput & { readonly keyId: string },
): Promise<Outcome<AddedSecret>> {
  const { app, now } = await lockApp(tx, fresh, input.keyId);
  if (app.isPublic) {
    throw new DomainError(
      "app_is_public",
      "This app is public: whoever has it could read a secret in it. It proves who it is with PKCE.",
    );
  }
  assertExpiry(input.expiresAt, now);
  const subject = { accountId: fresh.account.id, keyId: app.id };
  if ((await countCredentials(tx, subject, "client_secret")) >= SECRETS_PER_APP) {
    throw new DomainError(
      "credential_limit",
      `This app has ${SECRETS_PER_APP} client secrets, which is the most it can have. Remove one that is no longer used.`,
    );
  }
  const value = newSecret("iks", fresh.account.environment);
  const row = {
    id: newId(),
    name: input.name,
    lastFour: value.lastFour,
    createdAt: now,
    expiresAt: input.expiresAt ?? null,
  };
  await tx.insert(credentials).values({ ...subject, ...row, kind: "client_secret", secretHash: value.hash });
  const secret = toClientSecret({ ...row, thumbprint: null, bits: null, lastUsedAt: null });
  return {
    value: { secret, value: value.text },
    audit: {
      action: "key.secret_added",
      subject: { kind: "integration_key", id: app.id, name: app.name },
      after: {
        credentialId: row.id,
        kind: "client_secret",
        name: row.name,
        lastFour: row.lastFour,
        expiresAt: secret.expiresAt,
      },
    },
  };
}

function assertExpiry(expiresAt: Date | undefined, now: Date): void {
  const refusal = expiresAt ? expiryRefusal(expiresAt, now, CEILING_DAYS) : null;
  if (refusal) throw invalid("/expiresAt", refusal, expiryRefusalText(refusal, CEILING_DAYS));
}
