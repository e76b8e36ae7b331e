import { and, desc, eq, gt, isNull, or, sql, type SQL } from "drizzle-orm";

import { accounts } from "@/db/schema/accounts";
import { agents } from "@/db/schema/agents";
import { integrationKeys, redirectUris } from "@/db/schema/integration-keys";

import { isRegistered } from "../../domain/apps/redirect-uri";
import { availabilityOf } from "../../domain/keys/availability";
import type { Scope } from "../../domain/keys/scopes";
import { OAuthError } from "../../domain/oauth/oauth-error";
import type { Environment } from "../../domain/people/profiles";
import type { Reader } from "../../kernel/database";
import { servedEnvironment } from "../../platform/settings/env";

/** An app as the authorization server sees it: in one environment. */
export type OAuthApp = {
  readonly id: string;
  readonly clientId: string;
  readonly name: string;
  readonly environment: Environment;
  readonly scopes: readonly Scope[];
  readonly isPublic: boolean;
  readonly isImplicitAllowed: boolean;
  /** The account that manages it, which may be another than it acts in. */
  readonly manager: { readonly id: string; readonly name: string };
  /** False while its manager has no integration keys (R1). */
  readonly isAvailable: boolean;
};

/** True of apps that give tokens: neither revoked nor replaced for good, of an environment that is served here. */
export function isUsableApp(): SQL | undefined {
  const served = servedEnvironment();
  return and(
    eq(integrationKeys.method, "oauth"),
    isNull(integrationKeys.revokedAt),
    or(isNull(integrationKeys.retiresAt), gt(integrationKeys.retiresAt, sql`clock_timestamp()`)),
    served === null ? undefined : eq(integrationKeys.environment, served),
  );
}

export const APP_COLUMNS = {
  id: integrationKeys.id,
  clientId: integrationKeys.clientId,
  name: integrationKeys.name,
  environment: integrationKeys.environment,
  scopes: integrationKeys.scopes,
  isPublic: integrationKeys.isPublic,
  isImplicitAllowed: integrationKeys.isImplicitAllowed,
  managerId: accounts.id,
  managerName: accounts.name,
  managerEnvironment: accounts.environment,
  plan: accounts.plan,
  hasIntegrationKeys: accounts.hasIntegrationKeys,
};

type AppRow = Omit<OAuthApp, "manager" | "isAvailable"> & {
  readonly managerId: string;
  readonly managerName: string;
  readonly managerEnvironment: Environment;
  readonly plan: "developer" | "business" | "enterprise";
  readonly hasIntegrationKeys: boolean;
};

/** The app of a row of {@link APP_COLUMNS}, whatever else is in it. */
export function toApp(row: AppRow): OAuthApp {
  const { id, clientId, name, environment, scopes, isPublic, isImplicitAllowed } = row;
  const { managerEnvironment, plan, hasIntegrationKeys } = row;
  const availability = availabilityOf({ environment: managerEnvironment, plan, hasIntegrationKeys });
  return {
    id,
    clientId,
    name,
    environment,
    scopes,
    isPublic,
    isImplicitAllowed,
    manager: { id: row.managerId, name: row.managerName },
    isAvailable: availability === "available",
  };
}

/**
 * The apps with this GUID that give tokens, one per environment at most, production's first. Agents are not among them: they
 * come by the address of their document, and the GUID of their key is a name in the console alone.
 */
export async function findApps(db: Reader, clientId: string): Promise<OAuthApp[]> {
  const rows = await db
    .select(APP_COLUMNS)
    .from(integrationKeys)
    .innerJoin(accounts, eq(accounts.id, integrationKeys.accountId))
    .leftJoin(agents, eq(agents.keyId, integrationKeys.id))
    .where(and(eq(integrationKeys.clientId, clientId), isUsableApp(), isNull(agents.keyId)))
    // By name, production is before sandbox.
    .orderBy(integrationKeys.environment, desc(integrationKeys.id));
  return rows.map(toApp);
}

/** Those of the apps that may have people sent to this address, which is compared character by character. */
export async function sendingTo(
  db: Reader,
  apps: readonly OAuthApp[],
  redirectUri: string,
): Promise<OAuthApp[]> {
  const found: OAuthApp[] = [];
  for (const app of apps) {
    const rows = await db
      .select({ uri: redirectUris.uri })
      .from(redirectUris)
      .where(and(eq(redirectUris.keyId, app.id), eq(redirectUris.accountId, app.manager.id)));
    const uris = rows.map(({ uri }) => uri);
    if (isRegistered(uris, redirectUri)) found.push(app);
  }
  return found;
}

/** The first of an app's redirect URIs, in the order that it has them; null where it has none. */
export async function firstRedirectUri(db: Reader, { id, manager }: OAuthApp): Promise<string | null> {
  const [row] = await db
    .select({ uri: redirectUris.uri })
    .from(redirectUris)
    .where(and(eq(redirectUris.keyId, id), eq(redirectUris.accountId, manager.id)))
    .orderBy(redirectUris.position)
    .limit(1);
  return row?.uri ?? null;
}

/** Refuses an app whose management account has no integration keys at present (R1). @throws OAuthError unauthorized_client */
export function assertAvailable(app: OAuthApp): void {
  if (app.isAvailable) return;
  throw new OAuthError(
    "unauthorized_client",
    "The account that manages this app has no integration keys at present.",
  );
}
