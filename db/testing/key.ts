/** Keys for tests that are not about creating them: written directly, with any life. */
import type { Environment } from "../../lib/domain/people/profiles";
import type { Scope } from "../../lib/domain/keys/scopes";
import { newGuid, newId } from "../../lib/platform/ids";
import { newSecret } from "../../lib/platform/secrets/secrets";
import type { Database } from "../client";
import { credentials, integrationKeys } from "../schema/integration-keys";

export type TestKey = {
  readonly id: string;
  readonly clientId: string;
  readonly credentialId: string;
  /** The creator, whom it acts as. */
  readonly userId: string;
  readonly secret: string;
};

export type TestKeyOptions = {
  readonly scopes?: readonly Scope[];
  readonly allowedRanges?: readonly string[];
  readonly name?: string;
  readonly expiresAt?: Date;
  readonly retiresAt?: Date;
};

const YEAR_MS = 365 * 86_400_000;

/** A long-lived key of the account, made by this user, for a year and `agreements:read` unless told otherwise. */
export async function makeKey(
  db: Database,
  account: { readonly id: string; readonly environment: Environment },
  userId: string,
  options: TestKeyOptions = {},
): Promise<TestKey> {
  const secret = newSecret("ik", account.environment);
  const key = { id: newId(), clientId: newGuid(), credentialId: newId(), userId, secret: secret.text };
  const createdAt = new Date();
  await db.insert(integrationKeys).values({
    id: key.id,
    accountId: account.id,
    environment: account.environment,
    clientId: key.clientId,
    name: options.name ?? "Nightly export",
    method: "long_lived",
    scopes: [...(options.scopes ?? ["agreements:read" as const])],
    allowedRanges: [...(options.allowedRanges ?? [])],
    createdBy: userId,
    createdAt,
    expiresAt: options.expiresAt ?? new Date(createdAt.getTime() + YEAR_MS),
    retiresAt: options.retiresAt ?? null,
    prefix: secret.prefix,
    lastFour: secret.lastFour,
  });
  await db.insert(credentials).values({
    id: key.credentialId,
    keyId: key.id,
    accountId: account.id,
    kind: "long_lived",
    secretHash: secret.hash,
    createdAt,
  });
  return key;
}
