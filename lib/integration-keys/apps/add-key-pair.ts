import { and, eq, isNull, ne } from "drizzle-orm";

import { credentials, integrationKeys } from "@/db/schema/integration-keys";

import type { AddedKeyPair, AddKeyPairInput } from "../../contracts/keys/app-credentials";
import { KEY_PAIRS_PER_APP } from "../../domain/apps/app-limits";
import { DomainError, invalid } from "../../domain/errors";
import { byMember } from "../../kernel/authority";
import { change, type Outcome } from "../../kernel/change";
import type { AccountContext } from "../../kernel/context";
import type { Reader, Transaction } from "../../kernel/database";
import { read } from "../../kernel/read";
import { newId } from "../../platform/ids";
import { generateRsaKeyPair, readPublicKey, type RsaPublicKey } from "../../platform/secrets/rsa-keys";
import { findMade, madeOnce, type Retry } from "../keys/making/idempotency";
import { findManagedKey, lockKey } from "../keys/lock";
import { countCredentials, findMadeCredential, isCredentialOf, toKeyPair } from "./credential";
import { workInTurn } from "./in-turn";
import { assertUsableApp, lockApp } from "./lock-app";

/**
 * Adds a key pair to an app: one that is generated here, whose private key is in this one answer and is kept nowhere, or
 * the public key that was uploaded. With an idempotency key, a retry gets the same pair without its private key (I8).
 * @param input.publicKey PEM or JWK; left out, a pair of 3,072 bits is generated
 * @throws DomainError not_found | not_key_creator | forbidden | not_an_app | key_already_revoked | credential_limit |
 *   public_key_known | too_busy | idempotency_key_reused | validation_failed, which repeats nothing of what was uploaded
 */
export async function addKeyPair(
  ctx: AccountContext,
  input: AddKeyPairInput & { readonly keyId: string; readonly idempotencyKey?: string | null },
): Promise<AddedKeyPair> {
  const { idempotencyKey = null, keyId, name, publicKey } = input;
  const request = { verb: "add_key_pair", keyId, name, publicKey: publicKey ?? null };
  const retry = { idempotencyKey, request };
  const made = (await isRetry(ctx, keyId, retry))
    ? null
    : publicKey === undefined
      ? await generate()
      : uploaded(publicKey);
  return change(byMember(ctx, "key:manage"), [ctx.account.id], (tx, fresh) =>
    madeOnce(tx, fresh, retry, {
      make: () => {
        if (made === null) throw new DomainError("conflict", "Try again.", { retryAfterSeconds: 1 });
        return keep(tx, fresh, { keyId, name, made });
      },
      madeOf: ({ keyPair }) => ({ keyId, credentialId: keyPair.id }),
      again: async (earlier) => {
        await lockKey(tx, fresh, keyId);
        const row = await findMadeCredential(tx, fresh.account.id, earlier);
        return { keyPair: toKeyPair(row), privateKeyPem: null, warning: null };
      },
    }),
  );
}

async function keep(
  tx: Transaction,
  fresh: AccountContext,
  input: { readonly keyId: string; readonly name: string; readonly made: MadeKey },
): Promise<Outcome<AddedKeyPair>> {
  const { made } = input;
  const { app, now } = await lockApp(tx, fresh, input.keyId);
  const subject = { accountId: fresh.account.id, keyId: app.id };
  await assertRoom(tx, subject);
  await assertNew(tx, subject, made.key);
  await assertOfOneEnvironment(tx, app, made.key);
  const { pem: publicKeyPem, thumbprint, bits } = made.key;
  const row = { id: newId(), name: input.name, thumbprint, bits, createdAt: now };
  await tx.insert(credentials).values({ ...subject, ...row, kind: "rsa_public_key", publicKeyPem });
  return {
    value: {
      keyPair: toKeyPair({ ...row, lastFour: null, expiresAt: null, lastUsedAt: null }),
      privateKeyPem: made.privateKeyPem,
      warning: made.warning,
    },
    audit: {
      action: "key.key_pair_added",
      subject: { kind: "integration_key", id: app.id, name: app.name },
      after: {
        credentialId: row.id,
        kind: "rsa_public_key",
        name: row.name,
        thumbprint,
        bits,
        isGenerated: made.privateKeyPem !== null,
      },
    },
  };
}

type MadeKey = {
  readonly key: RsaPublicKey;
  readonly privateKeyPem: string | null;
  readonly warning: string | null;
};
type Subject = { readonly accountId: string; readonly keyId: string };

const inTurn = workInTurn();

/**
 * True of a request that was answered before. Who may not have one more is told so, whatever was uploaded, and before a
 * pair is made.
 */
function isRetry(ctx: AccountContext, keyId: string, retry: Retry): Promise<boolean> {
  return read(ctx, "key:manage", async (db) => {
    const key = await findManagedKey(db, ctx, keyId);
    if (await findMade(db, ctx, retry)) return true;
    assertUsableApp(key, key.now);
    await assertRoom(db, { accountId: ctx.account.id, keyId: key.id });
    return false;
  });
}

/** Outside of any transaction: it takes a processor for a while. */
async function generate(): Promise<MadeKey> {
  const { publicKey, privateKeyPem } = await inTurn(generateRsaKeyPair);
  return { key: publicKey, privateKeyPem, warning: null };
}

function uploaded(text: string): MadeKey {
  const reading = readPublicKey(text);
  if (!reading.ok) throw invalid("/publicKey", reading.code, reading.detail);
  return { key: reading.key, privateKeyPem: null, warning: reading.warning };
}

async function assertRoom(db: Reader, subject: Subject): Promise<void> {
  if ((await countCredentials(db, subject, "rsa_public_key")) < KEY_PAIRS_PER_APP) return;
  throw new DomainError(
    "credential_limit",
    `This app has ${KEY_PAIRS_PER_APP} key pairs, which is the most it can have. Remove one that is no longer used.`,
  );
}

async function assertNew(tx: Transaction, subject: Subject, { thumbprint }: RsaPublicKey): Promise<void> {
  const [known] = await tx
    .select({ name: credentials.name })
    .from(credentials)
    .where(and(isCredentialOf(subject, "rsa_public_key"), eq(credentials.thumbprint, thumbprint)));
  if (!known) return;
  throw new DomainError("public_key_known", `This app has this public key already, as “${known.name}”.`);
}

/**
 * Sandbox and production have key pairs of their own (S5): by one that both have, nobody could tell which app an assertion is of.
 * @throws DomainError public_key_known
 */
async function assertOfOneEnvironment(
  tx: Transaction,
  app: { readonly id: string; readonly clientId: string },
  { thumbprint }: RsaPublicKey,
): Promise<void> {
  const [known] = await tx
    .select({ id: credentials.id })
    .from(credentials)
    .innerJoin(integrationKeys, eq(integrationKeys.id, credentials.keyId))
    .where(
      and(
        eq(integrationKeys.clientId, app.clientId),
        ne(integrationKeys.id, app.id),
        isNull(integrationKeys.revokedAt),
        eq(credentials.thumbprint, thumbprint),
        isNull(credentials.revokedAt),
      ),
    );
  if (!known) return;
  throw new DomainError(
    "public_key_known",
    "The app of the other environment with this GUID has this public key. Sandbox and production need a key pair each: make another one.",
  );
}
