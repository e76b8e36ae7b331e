import { and, eq, gt, isNull, or, sql } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { credentials, integrationKeys } from "@/db/schema/integration-keys";

import { invalidClient, type ClientClaim } from "../../domain/oauth/requests/client-authentication";
import { isAddressLike } from "../../domain/oauth/agents/client-uri";
import { ask } from "../../kernel/read";
import { sha256 } from "../../platform/secrets/secrets";
import { findAgentApps } from "../agents/client-of";
import { APP_COLUMNS, assertAvailable, findApps, isUsableApp, toApp, type OAuthApp } from "./apps";

/** Who has proven to be an app. */
export type Client = {
  readonly clientId: string;
  /**
   * By its secret one; a public app has the same name in both environments, and its codes say which it is. Of an agent the one
   * that it is where its code or token is from, and none where that is nothing of it.
   */
  readonly apps: readonly OAuthApp[];
  /** The client secret that it came with; null of a public app. */
  readonly credentialId: string | null;
  /** True where the last use of that secret was not noted within the last minute (see tokens/note-proof.ts). */
  readonly isNoteDue: boolean;
};

/**
 * The client that a request says it comes from: by a secret that was neither removed nor expired, or by its name alone where
 * the app is public, or it is an agent. Of its apps those that may get tokens at present: one environment says nothing about the other.
 * @param presented the code or token that it comes with, by which it follows which account's agent it is
 * @throws OAuthError invalid_client | unauthorized_client
 */
export async function authenticateClient(claim: ClientClaim | null, presented: string): Promise<Client> {
  const client = await identifyClient(claim, presented);
  const apps = client.apps.filter(({ isAvailable }) => isAvailable);
  if (apps.length === 0) client.apps.forEach(assertAvailable);
  return { ...client, apps };
}

/**
 * The same, also of apps that may get nothing at present: to give back what they have got.
 * @throws OAuthError invalid_client
 */
export async function identifyClient(claim: ClientClaim | null, presented: string): Promise<Client> {
  if (claim === null) throw invalidClient();
  if (isAddressLike(claim.clientId)) {
    const apps = await findAgentApps(claim.clientId, presented);
    return { clientId: claim.clientId, apps, credentialId: null, isNoteDue: false };
  }
  return claim.secret === null ? publicClient(claim.clientId) : bySecret(claim, claim.secret);
}

async function publicClient(clientId: string): Promise<Client> {
  const apps = (await ask((db) => findApps(db, clientId))).filter((app) => app.isPublic);
  if (apps.length === 0) throw invalidClient();
  return { clientId, apps, credentialId: null, isNoteDue: false };
}

const IS_NOTE_DUE = sql<boolean>`(${credentials.lastUsedAt} is null
  or ${credentials.lastUsedAt} < clock_timestamp() - interval '1 minute')`;

async function bySecret({ clientId }: ClientClaim, secret: string): Promise<Client> {
  const [row] = await ask((db) =>
    db
      .select({ ...APP_COLUMNS, credentialId: credentials.id, isNoteDue: IS_NOTE_DUE })
      .from(credentials)
      .innerJoin(integrationKeys, eq(integrationKeys.id, credentials.keyId))
      .innerJoin(accounts, eq(accounts.id, integrationKeys.accountId))
      .where(
        and(
          eq(credentials.secretHash, sha256(secret)),
          eq(credentials.kind, "client_secret"),
          isNull(credentials.revokedAt),
          or(isNull(credentials.expiresAt), gt(credentials.expiresAt, sql`clock_timestamp()`)),
          eq(integrationKeys.clientId, clientId),
          isUsableApp(),
        ),
      ),
  );
  if (!row) throw invalidClient();
  const { credentialId, isNoteDue, ...app } = row;
  return { clientId, apps: [toApp(app)], credentialId, isNoteDue };
}
