import { and, desc, eq, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { accounts } from "@/db/schema/accounts";
import { agents } from "@/db/schema/agents";
import { integrationKeys } from "@/db/schema/integration-keys";
import { oauthConsents } from "@/db/schema/oauth";

import type { ConnectedAppList } from "../../contracts/connected-apps";
import type { SessionContext } from "../../kernel/context";
import { ask } from "../../kernel/read";

const managers = alias(accounts, "managers");
/** Nobody lets so many act; whoever does sees the latest. */
const MOST = 500;

/** The apps that act for this person, latest first; those that were revoked as apps act for nobody and are left out. */
export async function listConnectedApps(ctx: SessionContext): Promise<ConnectedAppList> {
  const rows = await ask((db) =>
    db
      .select({
        id: oauthConsents.id,
        app: {
          name: integrationKeys.name,
          clientId: integrationKeys.clientId,
          environment: integrationKeys.environment,
        },
        manager: managers.name,
        agent: { host: agents.host, declaredName: agents.declaredName },
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
          eq(oauthConsents.userId, ctx.user.id),
          isNull(oauthConsents.revokedAt),
          isNull(integrationKeys.revokedAt),
        ),
      )
      .orderBy(desc(oauthConsents.id))
      .limit(MOST),
  );
  const data = rows.map((row) => ({
    ...row,
    givenAt: row.givenAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }));
  return { data, nextCursor: null };
}
