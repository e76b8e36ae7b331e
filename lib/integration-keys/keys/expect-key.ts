import { and, eq, sql } from "drizzle-orm";

import { integrationKeys } from "@/db/schema/integration-keys";

import { notFound } from "../../domain/errors";
import type { AccountContext } from "../../kernel/context";
import type { Reader } from "../../kernel/database";

/** What reading about a key needs to know of it, with the database's clock. @throws DomainError not_found */
export async function expectKey(db: Reader, ctx: AccountContext, keyId: string) {
  const [key] = await db
    .select({
      id: integrationKeys.id,
      createdBy: integrationKeys.createdBy,
      replacesKeyId: integrationKeys.replacesKeyId,
      isPublic: integrationKeys.isPublic,
      expiresAt: integrationKeys.expiresAt,
      revokedAt: integrationKeys.revokedAt,
      retiresAt: integrationKeys.retiresAt,
      now: sql`clock_timestamp()`.mapWith(integrationKeys.createdAt),
    })
    .from(integrationKeys)
    .where(and(eq(integrationKeys.accountId, ctx.account.id), eq(integrationKeys.id, keyId)));
  if (!key) throw notFound();
  return key;
}
