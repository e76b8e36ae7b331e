import { and, eq } from "drizzle-orm";

import type { Reader } from "../../../kernel/database";
import { integrationKeys } from "@/db/schema/integration-keys";

import type { IntegrationKey } from "../../../contracts/keys/integration-keys";
import { notFound } from "../../../domain/errors";
import type { AccountContext } from "../../../kernel/context";
import { read } from "../../../kernel/read";
import { selectKeys, toIntegrationKey } from "../integration-key";

/** One key of the account. @throws DomainError not_found | forbidden | plan_not_eligible | feature_not_enabled */
export function getIntegrationKey(ctx: AccountContext, keyId: string): Promise<IntegrationKey> {
  return read(ctx, "key:read", (db) => findIntegrationKey(db, ctx, keyId));
}

/**
 * One key of the account, read inside a query or transaction of the caller's.
 * @throws DomainError not_found for another account's
 */
export async function findIntegrationKey(
  db: Reader,
  ctx: AccountContext,
  keyId: string,
): Promise<IntegrationKey> {
  const [row] = await selectKeys(db).where(
    and(eq(integrationKeys.accountId, ctx.account.id), eq(integrationKeys.id, keyId)),
  );
  if (!row) throw notFound();
  return toIntegrationKey(row, ctx);
}
