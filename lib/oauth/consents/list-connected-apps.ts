import { domainToASCII } from "node:url";

import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { accounts, memberships } from "@/db/schema/accounts";
import { agents } from "@/db/schema/agents";
import { integrationKeys } from "@/db/schema/integration-keys";
import { oauthConsents, organizationConsents } from "@/db/schema/oauth";
import { organizations } from "@/db/schema/organizations";

import type { ConnectedApp, ConnectedAppList } from "../../contracts/people/connected-apps";
import { coveringConsent } from "../../domain/oauth/organization-consent";
import { mailDomainOf } from "../../domain/organizations/mail-domain";
import type { SessionContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { ask } from "../../kernel/read";
import { HELD_DOMAINS } from "../organization-consents/cover";

const managers = alias(accounts, "managers");
/** Nobody lets so many act; whoever does sees the latest. */
const MOST = 500;

const APP = {
  name: integrationKeys.name,
  clientId: integrationKeys.clientId,
  environment: integrationKeys.environment,
};

/**
 * The apps that may act for this person: those that the person lets, and those that an organization lets act for its people,
 * latest first. Those that were revoked as apps act for nobody and are left out.
 */
export async function listConnectedApps(ctx: SessionContext): Promise<ConnectedAppList> {
  return ask(async (db) => {
    const [own, approved] = [await ownConsents(db, ctx.user.id), await coveringConsents(db, ctx)];
    const data = [...own, ...approved].toSorted((a, b) => b.givenAt.localeCompare(a.givenAt)).slice(0, MOST);
    return { data, nextCursor: null };
  });
}

async function ownConsents(db: Reader, userId: string): Promise<ConnectedApp[]> {
  const rows = await db
    .select({
      id: oauthConsents.id,
      app: APP,
      agent: { host: agents.host, declaredName: agents.declaredName },
      manager: managers.name,
      account: { id: accounts.id, name: accounts.name },
      scopes: oauthConsents.scopes,
      givenAt: oauthConsents.givenAt,
      lastUsedAt: oauthConsents.lastUsedAt,
    })
    .from(oauthConsents)
    .innerJoin(integrationKeys, eq(integrationKeys.id, oauthConsents.keyId))
    .innerJoin(accounts, eq(accounts.id, oauthConsents.accountId))
    .leftJoin(agents, eq(agents.keyId, integrationKeys.id))
    .innerJoin(managers, eq(managers.id, integrationKeys.accountId))
    .where(
      and(
        eq(oauthConsents.userId, userId),
        isNull(oauthConsents.organizationConsentId),
        isNull(oauthConsents.revokedAt),
        isNull(integrationKeys.revokedAt),
      ),
    )
    .orderBy(desc(oauthConsents.id))
    .limit(MOST);
  return rows.map((row) => ({ ...row, ...timesOf(row), approvedBy: null }));
}

/** Of each organization and app once for each account of it that the person is in, whether or not the app has acted there. */
async function coveringConsents(db: Reader, ctx: SessionContext): Promise<ConnectedApp[]> {
  const rows = await db
    .select({
      id: organizationConsents.id,
      app: APP,
      manager: managers.name,
      approvedBy: { id: organizations.id, name: organizations.name },
      account: { id: accounts.id, name: accounts.name },
      scopes: organizationConsents.scopes,
      givenAt: organizationConsents.givenAt,
      lastUsedAt: oauthConsents.lastUsedAt,
      domains: HELD_DOMAINS,
    })
    .from(organizationConsents)
    .innerJoin(organizations, eq(organizations.id, organizationConsents.organizationId))
    .innerJoin(integrationKeys, eq(integrationKeys.id, organizationConsents.keyId))
    .innerJoin(managers, eq(managers.id, integrationKeys.accountId))
    .innerJoin(
      accounts,
      and(
        eq(accounts.organizationId, organizations.id),
        eq(accounts.environment, integrationKeys.environment),
        eq(accounts.status, "active"),
      ),
    )
    .innerJoin(
      memberships,
      and(
        eq(memberships.accountId, accounts.id),
        eq(memberships.userId, ctx.user.id),
        eq(memberships.status, "active"),
      ),
    )
    .leftJoin(
      oauthConsents,
      and(
        eq(oauthConsents.organizationConsentId, organizationConsents.id),
        eq(oauthConsents.userId, ctx.user.id),
        eq(oauthConsents.accountId, accounts.id),
        isNull(oauthConsents.revokedAt),
      ),
    )
    .where(and(isNull(organizationConsents.revokedAt), isNull(integrationKeys.revokedAt)))
    .orderBy(sql`${oauthConsents.lastUsedAt} desc nulls last`, desc(organizationConsents.id))
    .limit(MOST);
  const domain = mailDomainOf(ctx.user.email, domainToASCII);
  return rows.flatMap(({ domains, ...row }) =>
    coveringConsent([{ scopes: row.scopes, domains }], domain, [])
      ? [{ ...row, ...timesOf(row), agent: null }]
      : [],
  );
}

function timesOf({ givenAt, lastUsedAt }: { readonly givenAt: Date; readonly lastUsedAt: Date | null }) {
  return { givenAt: givenAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
