/** What stops without a person in all accounts (R6), with as many queries for hundreds of accounts as for one. */
import { and, count, eq, exists, inArray, ne, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";

import { memberships } from "@/db/schema/accounts";
import { integrationKeys } from "@/db/schema/integration-keys";
import { users } from "@/db/schema/users";

import type { DriverReader, Reader } from "../../kernel/database";
import { IS_ACTING_LIVE, IS_LIVE } from "../live-keys";

const other = alias(memberships, "other");

/** Live keys that act as the person, by account. */
export async function countStopping(
  db: Reader,
  userId: string,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (accountIds.length === 0) return new Map();
  const rows = await db
    .select({ accountId: integrationKeys.accountId, keys: count() })
    .from(integrationKeys)
    .where(
      and(
        inArray(integrationKeys.accountId, [...accountIds]),
        eq(integrationKeys.createdBy, userId),
        IS_ACTING_LIVE,
      ),
    )
    .groupBy(integrationKeys.accountId);
  return new Map(rows.map(({ accountId, keys }) => [accountId, keys]));
}

/** Those of the accounts that have live keys, and no active admin but the person. */
export async function findLastAdmined(
  db: Reader | DriverReader,
  userId: string,
  accountIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set();
  const others = db
    .select({ one: sql`1` })
    .from(other)
    .innerJoin(users, eq(users.id, other.userId))
    .where(
      and(
        eq(other.accountId, memberships.accountId),
        ne(other.id, memberships.id),
        eq(other.profile, "admin"),
        eq(other.status, "active"),
        eq(users.status, "active"),
      ),
    );
  const keys = db
    .select({ one: sql`1` })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, memberships.accountId), IS_LIVE));
  const rows = await db
    .select({ accountId: memberships.accountId })
    .from(memberships)
    .where(
      and(
        inArray(memberships.accountId, [...accountIds]),
        eq(memberships.userId, userId),
        eq(memberships.profile, "admin"),
        eq(memberships.status, "active"),
        notExists(others),
        exists(keys),
      ),
    );
  return new Set(rows.map(({ accountId }) => accountId));
}
