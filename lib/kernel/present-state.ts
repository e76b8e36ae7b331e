/** What is there now of what the record tells of, by the names that events have for it. */
import { and, asc, eq, ne, type SQL } from "drizzle-orm";

import { accounts, keyPolicies, memberships } from "@/db/schema/accounts";
import { credentials, integrationKeys, redirectUris } from "@/db/schema/integration-keys";
import { sessions, users } from "@/db/schema/users";

import type { RecordedThing } from "../domain/record/recorded-state";
import type { Reader } from "./database";

/**
 * The rows of an account, or of a person, in one snapshot with the record where the caller's transaction has one.
 * @returns null where there is neither an account nor a person with this id
 */
export async function presentState(db: Reader, chainId: string): Promise<RecordedThing[] | null> {
  return (await accountState(db, chainId)) ?? (await personState(db, chainId));
}

async function accountState(db: Reader, id: string): Promise<RecordedThing[] | null> {
  const [row] = await db
    .select({
      name: accounts.name,
      environment: accounts.environment,
      plan: accounts.plan,
      hasIntegrationKeys: accounts.hasIntegrationKeys,
      status: accounts.status,
      organizationId: accounts.organizationId,
      activeKeys: accounts.activeKeyLimit,
      hourly: accounts.hourlyLimit,
      burst: accounts.burstLimit,
    })
    .from(accounts)
    .where(eq(accounts.id, id));
  if (!row) return null;
  const { name, ...facts } = row;
  return [
    { kind: "account", id, name, facts },
    ...(await policyOf(db, id)),
    ...(await membersOf(db, id)),
    ...(await presentKeys(db, eq(integrationKeys.accountId, id))),
    ...(await presentCredentials(db, eq(credentials.accountId, id))),
  ];
}

async function policyOf(db: Reader, accountId: string): Promise<RecordedThing[]> {
  const rows = await db
    .select({
      defaultLifetimeDays: keyPolicies.defaultLifetimeDays,
      maximumLifetimeDays: keyPolicies.maximumLifetimeDays,
      isGoLiveRequired: keyPolicies.isGoLiveRequired,
    })
    .from(keyPolicies)
    .where(eq(keyPolicies.accountId, accountId));
  return rows.map((facts) => ({ kind: "key_policy", id: accountId, name: "Key policy", facts }));
}

async function membersOf(db: Reader, accountId: string): Promise<RecordedThing[]> {
  const rows = await db
    .select({
      id: memberships.id,
      name: users.name,
      profile: memberships.profile,
      status: memberships.status,
      isShared: memberships.isShared,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.accountId, accountId));
  return rows.map(({ id, name, ...facts }) => ({ kind: "member", id, name, facts }));
}

/** An app with all that belongs to it, credentials that were removed among it. */
export async function presentApp(db: Reader, keyId: string): Promise<RecordedThing[]> {
  return [
    ...(await presentKeys(db, eq(integrationKeys.id, keyId))),
    ...(await presentCredentials(db, eq(credentials.keyId, keyId))),
  ];
}

async function presentKeys(db: Reader, where: SQL): Promise<RecordedThing[]> {
  const rows = await db
    .select({
      id: integrationKeys.id,
      clientId: integrationKeys.clientId,
      name: integrationKeys.name,
      method: integrationKeys.method,
      scopes: integrationKeys.scopes,
      allowedRanges: integrationKeys.allowedRanges,
      createdBy: integrationKeys.createdBy,
      expiresAt: integrationKeys.expiresAt,
      revokedAt: integrationKeys.revokedAt,
      retiresAt: integrationKeys.retiresAt,
      isPublic: integrationKeys.isPublic,
      isImplicitAllowed: integrationKeys.isImplicitAllowed,
    })
    .from(integrationKeys)
    .where(where)
    .orderBy(integrationKeys.id);
  const uris = await redirectUrisOf(db, where);
  return rows.map(({ id, expiresAt, revokedAt, retiresAt, ...row }) => ({
    kind: "integration_key",
    id,
    name: row.name,
    facts: {
      ...row,
      expiresAt: expiresAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
      retiresAt: retiresAt?.toISOString() ?? null,
      redirectUris: uris.get(id) ?? [],
    },
  }));
}

/** By the ids of their apps, in their order. */
async function redirectUrisOf(db: Reader, whereKeys: SQL): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ keyId: redirectUris.keyId, uri: redirectUris.uri })
    .from(redirectUris)
    .innerJoin(integrationKeys, eq(integrationKeys.id, redirectUris.keyId))
    .where(whereKeys)
    .orderBy(asc(redirectUris.keyId), asc(redirectUris.position));
  const byKey = new Map<string, string[]>();
  for (const { keyId, uri } of rows) byKey.set(keyId, [...(byKey.get(keyId) ?? []), uri]);
  return byKey;
}

/** Those of apps: a long-lived key has one, which comes and goes with it. */
async function presentCredentials(db: Reader, where: SQL): Promise<RecordedThing[]> {
  const rows = await db
    .select({
      id: credentials.id,
      keyId: credentials.keyId,
      kind: credentials.kind,
      name: credentials.name,
      lastFour: credentials.lastFour,
      thumbprint: credentials.thumbprint,
      bits: credentials.bits,
      expiresAt: credentials.expiresAt,
      revokedAt: credentials.revokedAt,
    })
    .from(credentials)
    .where(and(where, ne(credentials.kind, "long_lived")))
    .orderBy(asc(credentials.id));
  return rows.map(({ id, expiresAt, revokedAt, ...row }) => ({
    kind: "credential",
    id,
    name: row.name ?? "Credential",
    facts: { ...row, expiresAt: expiresAt?.toISOString() ?? null, isRemoved: revokedAt !== null },
  }));
}

async function personState(db: Reader, id: string): Promise<RecordedThing[] | null> {
  const [row] = await db
    .select({ name: users.name, status: users.status, staffRole: users.staffRole })
    .from(users)
    .where(eq(users.id, id));
  if (!row) return null;
  const begun = await db
    .select({ id: sessions.publicId, revokedAt: sessions.revokedAt })
    .from(sessions)
    .where(eq(sessions.userId, id));
  const facts = { status: row.status, isStaff: row.staffRole !== null };
  return [
    { kind: "user", id, name: row.name, facts },
    ...begun.map((session): RecordedThing => ({
      kind: "session",
      id: session.id,
      name: "Session",
      facts: { isEnded: session.revokedAt !== null },
    })),
  ];
}
