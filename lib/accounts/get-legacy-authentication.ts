import { count, desc, eq } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";
import { legacyAuthentication, legacyUses } from "@/db/schema/legacy-authentication";
import { users } from "@/db/schema/users";

import {
  LEGACY_USES_MAX,
  type LegacyAuthentication,
  type LegacyUse,
} from "../contracts/keys/legacy-authentication";
import { keyStatus } from "../domain/keys/key-lifecycle";
import { adviceFor, effectiveEnd, latestEnd } from "../domain/legacy-authentication/policy";
import { permits } from "../domain/people/profiles";
import type { AccountContext } from "../kernel/context";
import type { Reader } from "../kernel/database";
import { read } from "../kernel/read";
import { operatorLegacyEnd } from "../platform/settings/env";

/**
 * Whether the account allows legacy authentication, and who still uses it with which key (PRODUCT 11): people by name and
 * address, so for admins alone.
 * @throws DomainError forbidden | plan_not_eligible | feature_not_enabled
 */
export function getLegacyAuthentication(ctx: AccountContext): Promise<LegacyAuthentication> {
  return read(ctx, "policy:update", (db) => findLegacyAuthentication(db, ctx));
}

/** The same inside a query or transaction of the caller's. */
export async function findLegacyAuthentication(
  db: Reader,
  ctx: AccountContext,
): Promise<LegacyAuthentication> {
  const [row] = await db
    .select({
      endsAt: legacyAuthentication.endsAt,
      version: legacyAuthentication.version,
      updatedAt: legacyAuthentication.updatedAt,
      updatedBy: { id: users.id, name: users.name },
    })
    .from(legacyAuthentication)
    .innerJoin(users, eq(users.id, legacyAuthentication.updatedBy))
    .where(eq(legacyAuthentication.accountId, ctx.account.id));
  const operator = operatorLegacyEnd();
  const now = new Date();
  const end = effectiveEnd(row?.endsAt ?? null, now, operator);
  const uses = await usesOf(db, ctx.account.id, now);
  return {
    isAllowed: end !== null,
    endsAt: end?.toISOString() ?? null,
    latestEnd: latestEnd(now, operator)?.toISOString() ?? null,
    version: row?.version ?? 0,
    updatedAt: row?.updatedAt.toISOString() ?? null,
    updatedBy: row?.updatedBy ?? null,
    canUpdate: permits(ctx.profile, "policy:update") && ctx.account.status === "active",
    uses: uses.slice(0, LEGACY_USES_MAX),
    hasMore: uses.length > LEGACY_USES_MAX,
  };
}

async function usesOf(db: Reader, accountId: string, now: Date): Promise<LegacyUse[]> {
  const rows = await db
    .select({
      key: {
        id: integrationKeys.id,
        name: integrationKeys.name,
        clientId: integrationKeys.clientId,
        method: integrationKeys.method,
        accountId: integrationKeys.accountId,
        expiresAt: integrationKeys.expiresAt,
        revokedAt: integrationKeys.revokedAt,
        retiresAt: integrationKeys.retiresAt,
      },
      user: { id: users.id, name: users.name, email: users.email },
      firstUsedAt: legacyUses.firstUsedAt,
      lastUsedAt: legacyUses.lastUsedAt,
      allowedCalls: legacyUses.allowedCalls,
      refusedCalls: legacyUses.refusedCalls,
    })
    .from(legacyUses)
    .innerJoin(integrationKeys, eq(integrationKeys.id, legacyUses.keyId))
    .innerJoin(users, eq(users.id, legacyUses.userId))
    .where(eq(legacyUses.accountId, accountId))
    .orderBy(desc(legacyUses.lastUsedAt), desc(legacyUses.id))
    .limit(LEGACY_USES_MAX + 1);
  const people = await peopleOf(db, accountId);
  return rows.map(({ key, firstUsedAt, lastUsedAt, ...row }) => ({
    ...row,
    key: {
      id: key.id,
      name: key.name,
      clientId: key.clientId,
      method: key.method,
      status: keyStatus(key, now),
      isOwn: key.accountId === accountId,
    },
    firstUsedAt: firstUsedAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    advice: adviceFor({ method: key.method, people: people.get(key.id) ?? 1 }),
  }));
}

/** How many people have used each key: rows that are not listed count too. */
async function peopleOf(db: Reader, accountId: string): Promise<Map<string, number>> {
  const rows = await db
    .select({ keyId: legacyUses.keyId, people: count() })
    .from(legacyUses)
    .where(eq(legacyUses.accountId, accountId))
    .groupBy(legacyUses.keyId);
  return new Map(rows.map(({ keyId, people }) => [keyId, people]));
}
