/** OAuth apps and access tokens for tests, written directly: with whatever scopes and times a test needs. */
import type { Environment } from "../../lib/domain/people/profiles";
import type { Scope } from "../../lib/domain/keys/scopes";
import { newCallId, newGuid, newId } from "../../lib/platform/ids";
import { newSecret } from "../../lib/platform/secrets/secrets";
import type { Database } from "../client";
import { accessTokens } from "../schema/access-tokens";
import { integrationKeys } from "../schema/integration-keys";
import { ownersOf } from "./arranging";

export type TestApp = { readonly id: string; readonly clientId: string; readonly environment: Environment };

/** An app that this account manages, with everything that apps may hold of these scopes. */
export async function makeApp(
  db: Database,
  account: { readonly id: string; readonly environment: Environment },
  userId: string,
  scopes: readonly Scope[] = ["agreements:read"],
  switches: {
    readonly isPublic?: boolean;
    readonly isImplicitAllowed?: boolean;
    readonly clientId?: string;
  } = {},
): Promise<TestApp> {
  const app = { id: newId(), clientId: newGuid(), environment: account.environment };
  await db.insert(integrationKeys).values({
    ...app,
    accountId: account.id,
    name: "Signing portal",
    method: "oauth",
    scopes: [...scopes],
    createdBy: userId,
    createdAt: new Date(),
    ...switches,
  });
  return { ...app, ...(switches.clientId === undefined ? {} : { clientId: switches.clientId }) };
}

export type TestToken = { readonly id: string; readonly secret: string };

export type TestTokenOptions = {
  readonly scopes?: readonly Scope[];
  readonly expiresAt?: Date;
  readonly resource?: string;
};

const EIGHT_HOURS_MS = 28_800_000;

/** A token with which the app acts in this account as this member of it, for eight hours unless told otherwise. */
export async function makeToken(
  db: Database,
  app: TestApp,
  accountId: string,
  userId: string,
  options: TestTokenOptions = {},
): Promise<TestToken> {
  const secret = newSecret("ikt", app.environment);
  const issuedAt = new Date();
  const token = { id: newCallId(issuedAt), secret: secret.text };
  await ownersOf(db)
    .insert(accessTokens)
    .values({
      id: token.id,
      secretHash: secret.hash,
      keyId: app.id,
      accountId,
      userId,
      scopes: [...(options.scopes ?? ["agreements:read" as const])],
      issuedAt,
      resource: options.resource ?? null,
      expiresAt: options.expiresAt ?? new Date(issuedAt.getTime() + EIGHT_HOURS_MS),
    });
  return token;
}
