import { and, eq, gt, isNull, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { accessTokens } from "@/db/schema/access-tokens";
import { accounts, memberships } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { organizations } from "@/db/schema/organizations";
import { users } from "@/db/schema/users";

import { availabilityOf } from "../../domain/keys/availability";
import { readSecret } from "../../domain/secrets/key-secret";
import type { Reader } from "../../kernel/database";
import { sha256 } from "../../platform/secrets/secrets";
import { isUsableApp } from "../clients/apps";

/** True of access tokens that still stand for somebody, in a query that joins what they rest on. */
function isGood(): SQL | undefined {
  return and(
    isNull(accessTokens.revokedAt),
    gt(accessTokens.expiresAt, sql`clock_timestamp()`),
    isUsableApp(),
    eq(users.status, "active"),
    eq(memberships.status, "active"),
  );
}

/** The account that manages the app, which may be another than the one that the token acts in. */
const managers = alias(accounts, "managers");

/** An access token that is good now, with whom it stands for; null for any other text. */
export async function findGoodToken(db: Reader, text: string) {
  if (readSecret(text)?.kind !== "ikt") return null;
  const [row] = await db
    .select({
      keyId: accessTokens.keyId,
      clientId: integrationKeys.clientId,
      scopes: accessTokens.scopes,
      resource: accessTokens.resource,
      issuedAt: accessTokens.issuedAt,
      expiresAt: accessTokens.expiresAt,
      profile: memberships.profile,
      user: { id: users.id, name: users.name, email: users.email, createdAt: users.createdAt },
      account: { id: accounts.id, name: accounts.name },
      organizationId: organizations.id,
      manager: {
        environment: managers.environment,
        plan: managers.plan,
        hasIntegrationKeys: managers.hasIntegrationKeys,
      },
    })
    .from(accessTokens)
    .innerJoin(integrationKeys, eq(integrationKeys.id, accessTokens.keyId))
    .innerJoin(managers, eq(managers.id, integrationKeys.accountId))
    .innerJoin(accounts, eq(accounts.id, accessTokens.accountId))
    .innerJoin(users, eq(users.id, accessTokens.userId))
    .innerJoin(
      memberships,
      and(eq(memberships.accountId, accessTokens.accountId), eq(memberships.userId, accessTokens.userId)),
    )
    .leftJoin(organizations, eq(organizations.id, accounts.organizationId))
    .where(and(eq(accessTokens.secretHash, sha256(text)), isGood()));
  return row && availabilityOf(row.manager) === "available" ? row : null;
}
