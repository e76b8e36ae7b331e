import { and, desc, eq, isNull, lt } from "drizzle-orm";

import { accounts, memberships } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { oauthConsents, organizationConsents } from "@/db/schema/oauth";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import type { AppConsentList, ConsentListInput } from "../../contracts/people/connected-apps";
import { notFound } from "../../domain/errors";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";
import { read } from "../../kernel/read";

const ORGANIZATIONS_MAX = 100;

/**
 * Who has consented to which scopes of an app that this account manages, the latest first; none of a long-lived key.
 * @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled
 */
export function listConsentsOfApp(
  ctx: AccountContext,
  input: ConsentListInput & { readonly keyId: string },
): Promise<AppConsentList> {
  return read(ctx, "key:read", async (db) => {
    await expectApp(db, ctx, input.keyId);
    const rows = await consentsOf(db, input);
    const page = rows.slice(0, input.limit);
    const data = page.map(({ status, userStatus, ...row }) => ({
      ...row,
      isActive: status === "active" && userStatus === "active",
      givenAt: row.givenAt.toISOString(),
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    }));
    const organizationRows = input.cursor ? [] : await organizationsOf(db, input.keyId);
    return {
      data,
      organizations: organizationRows,
      nextCursor: rows.length > input.limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

async function expectApp(db: Reader, ctx: AccountContext, keyId: string): Promise<void> {
  const [app] = await db
    .select({ id: integrationKeys.id })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.id, keyId), eq(integrationKeys.accountId, ctx.account.id)));
  if (!app) throw notFound();
}

/** No more than a page of them: the app's own account has none of these to manage. */
async function organizationsOf(db: Reader, keyId: string): Promise<AppConsentList["organizations"]> {
  const rows = await db
    .select({
      id: organizations.id,
      name: organizations.name,
      scopes: organizationConsents.scopes,
      givenAt: organizationConsents.givenAt,
      lastUsedAt: organizationConsents.lastUsedAt,
    })
    .from(organizationConsents)
    .innerJoin(organizations, eq(organizations.id, organizationConsents.organizationId))
    .where(and(eq(organizationConsents.keyId, keyId), isNull(organizationConsents.revokedAt)))
    .orderBy(desc(organizationConsents.id))
    .limit(ORGANIZATIONS_MAX);
  return rows.map(({ givenAt, lastUsedAt, ...row }) => ({
    ...row,
    givenAt: givenAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

function consentsOf(db: Reader, { keyId, cursor, limit }: ConsentListInput & { readonly keyId: string }) {
  return db
    .select({
      id: oauthConsents.id,
      person: { id: users.id, name: users.name, email: users.email },
      account: { id: accounts.id, name: accounts.name },
      profile: memberships.profile,
      status: memberships.status,
      userStatus: users.status,
      approvedBy: organizations.name,
      scopes: oauthConsents.scopes,
      givenAt: oauthConsents.givenAt,
      lastUsedAt: oauthConsents.lastUsedAt,
    })
    .from(oauthConsents)
    .innerJoin(users, eq(users.id, oauthConsents.userId))
    .innerJoin(accounts, eq(accounts.id, oauthConsents.accountId))
    .leftJoin(
      memberships,
      and(eq(memberships.accountId, oauthConsents.accountId), eq(memberships.userId, oauthConsents.userId)),
    )
    .leftJoin(organizationConsents, eq(organizationConsents.id, oauthConsents.organizationConsentId))
    .leftJoin(organizations, eq(organizations.id, organizationConsents.organizationId))
    .where(
      and(
        eq(oauthConsents.keyId, keyId),
        isNull(oauthConsents.revokedAt),
        cursor ? lt(oauthConsents.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(oauthConsents.id))
    .limit(limit + 1);
}
