import { and, count, desc, eq, inArray, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { accounts } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { oauthConsents, organizationConsents } from "@/db/schema/oauth";
import { users } from "@/db/schema/users";

import type { AuthorizedApp, AuthorizedAppList } from "../../contracts/accounts/authorized-apps";
import { AUTHORIZED_APPS_MAX } from "../../domain/oauth/organization-consent";
import type { SessionContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { expectAdministered } from "../../kernel/accounts/organization-access";
import { ask } from "../../kernel/read";

const managers = alias(accounts, "managers");

/** The apps that an organization lets act for its people, latest first, for one of its admins. @throws DomainError not_found */
export function listAuthorizedApps(ctx: SessionContext, organizationId: string): Promise<AuthorizedAppList> {
  return ask(async (db) => {
    await expectAdministered(db, ctx, organizationId);
    return { data: await findAuthorizedApps(db, organizationId), nextCursor: null };
  });
}

/** The same for who was found to be one. @param id of one consent alone */
export async function findAuthorizedApps(
  db: Reader,
  organizationId: string,
  id: string | null = null,
): Promise<AuthorizedApp[]> {
  const rows = await db
    .select({
      id: organizationConsents.id,
      name: integrationKeys.name,
      clientId: integrationKeys.clientId,
      environment: integrationKeys.environment,
      appEnd: integrationKeys.revokedAt,
      manager: managers.name,
      scopes: organizationConsents.scopes,
      givenBy: { id: users.id, name: users.name },
      givenAt: organizationConsents.givenAt,
      lastUsedAt: organizationConsents.lastUsedAt,
    })
    .from(organizationConsents)
    .innerJoin(integrationKeys, eq(integrationKeys.id, organizationConsents.keyId))
    .innerJoin(managers, eq(managers.id, integrationKeys.accountId))
    .innerJoin(users, eq(users.id, organizationConsents.givenBy))
    .where(
      and(
        eq(organizationConsents.organizationId, organizationId),
        isNull(organizationConsents.revokedAt),
        id === null ? undefined : eq(organizationConsents.id, id),
      ),
    )
    .orderBy(desc(organizationConsents.id))
    .limit(AUTHORIZED_APPS_MAX);
  const people = await peopleOf(
    db,
    rows.map((row) => row.id),
  );
  return rows.map(({ name, clientId, environment, appEnd, ...row }) => ({
    ...row,
    app: { name, clientId, environment, isActive: appEnd === null },
    givenAt: row.givenAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    people: people.get(row.id) ?? 0,
  }));
}

async function peopleOf(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string | null, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ id: oauthConsents.organizationConsentId, number: count() })
    .from(oauthConsents)
    .where(and(inArray(oauthConsents.organizationConsentId, [...ids]), isNull(oauthConsents.revokedAt)))
    .groupBy(oauthConsents.organizationConsentId);
  return new Map(rows.map(({ id, number }) => [id, number]));
}
